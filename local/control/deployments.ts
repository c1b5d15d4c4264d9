import type { Region } from "../region.ts";
import { resourceTypes } from "../resources/index.ts";
import { autoName, type Context, type Instance, type ResourceType } from "../resources/resource-type.ts";
import type { Asked } from "./protocol.ts";
import { parseUrn } from "./urn.ts";
import { toRuntime, type Wire } from "./wire.ts";

/** A resource that was made, as far as it must be found again. */
interface Made {
  readonly id: string;
  readonly region: string;
  /** Its physical name; undefined if its type has none. */
  readonly name: string | undefined;
}

/** What the engine had made on a machine, by URN: a resource and the one that replaces it have the same. */
export class Deployments {
  readonly #region: (name: string) => Region;
  readonly #made = new Map<string, readonly Made[]>();
  /** Operations on a URN follow each other: an engine may die while one is under way, and the next one come. */
  readonly #last = new Map<string, Promise<void>>();

  /** @param region a region by its name; throws if there is none */
  constructor(region: (name: string) => Region) {
    this.#region = region;
  }

  /** @throws Error naming what is wrong with which input, or what is in the way */
  create({ urn, region, inputs }: Asked<"create">): Promise<Instance> {
    return this.#inTurn(urn, async () => {
      const { type, context } = this.#find(urn, region);
      const instance = await type.create(context, runtimeOf(inputs));
      const name = type.namedBy === undefined ? undefined : inputs[type.namedBy];
      const own = { id: instance.id, region, name: typeof name === "string" ? name : undefined };
      this.#made.set(urn, [...this.#madeFor(urn), own]);
      return instance;
    });
  }

  /** The resource as it is now, or undefined if it is gone. */
  read({ urn, region, id }: Asked<"read">): Promise<Instance | undefined> {
    return this.#inTurn(urn, async () => {
      const { type, context } = this.#find(urn, region);
      return await type.read(context, id);
    });
  }

  /** @throws Error naming what is wrong with which input */
  update({ urn, region, id, inputs }: Asked<"update">): Promise<Instance> {
    return this.#inTurn(urn, async () => {
      const { type, context } = this.#find(urn, region);
      return await type.update(context, id, runtimeOf(inputs));
    });
  }

  /** Does nothing if the resource is gone. */
  delete({ urn, region, id }: Asked<"delete">): Promise<void> {
    return this.#inTurn(urn, () => this.#remove(urn, { id, region }));
  }

  /** The physical names of what was made for a URN and is there still. */
  names({ urn }: Asked<"names">): Promise<string[]> {
    return this.#inTurn(urn, async () => {
      const there = await Promise.all(
        this.#madeFor(urn).map(async ({ id, region, name }) => {
          const { type, context } = this.#find(urn, region);
          return name !== undefined && (await type.read(context, id)) !== undefined ? name : [];
        }),
      );
      return there.flat();
    });
  }

  /**
   * Removes what was made for a stack, the youngest first, but for what the engine knows of: the rest it was killed over
   * before it could write it down.
   *
   * @returns how many resources there were
   */
  async sweep({ stack, known }: Asked<"sweep">): Promise<number> {
    await this.settled();
    const isKnown = (urn: string, made: Made) =>
      known.some((each) => each.urn === urn && each.id === made.id && (each.region ?? made.region) === made.region);
    let removed = 0;
    for (const urn of [...this.#made.keys()].reverse()) {
      if (parseUrn(urn).stack !== stack) continue;
      for (const leftover of this.#madeFor(urn).filter((made) => !isKnown(urn, made))) {
        await this.#inTurn(urn, () => this.#remove(urn, leftover));
        removed++;
      }
    }
    return removed;
  }

  /** When all that was asked is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  #madeFor(urn: string): readonly Made[] {
    return this.#made.get(urn) ?? [];
  }

  async #remove(urn: string, { id, region }: Pick<Made, "id" | "region">): Promise<void> {
    const { type, context } = this.#find(urn, region);
    await type.delete(context, id);
    const left = this.#madeFor(urn).filter((made) => made.id !== id || made.region !== region);
    if (left.length > 0) this.#made.set(urn, left);
    else this.#made.delete(urn);
  }

  #find(urn: string, regionName: string): { type: ResourceType; context: Context } {
    const { stack, type: token, name } = parseUrn(urn);
    const type = resourceTypes.get(token);
    if (type === undefined) throw new Error(`${name} is of the type ${token}, which this machine does not know`);
    return { type, context: { region: this.#region(regionName), autoName: autoName(stack, token, name) } };
  }

  #inTurn<Result>(urn: string, operation: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(urn) ?? Promise.resolve()).then(operation);
    const done = turn
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (this.#last.get(urn) === done) this.#last.delete(urn);
      });
    this.#last.set(urn, done);
    return turn;
  }
}

function runtimeOf(inputs: Record<string, Wire>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, toRuntime(value)]));
}
