import type { ControlClient, MadeResource } from "../control/client.ts";
import { parseUrn, type Urn } from "../control/urn.ts";
import {
  concealedProperties,
  containsUnknown,
  type Properties,
  revealedProperties,
  toRuntime,
  unknown,
  withAbsolutePaths,
} from "../control/wire.ts";
import { answerOf } from "../data-sources/index.ts";
import type { ResourceType } from "../resources/resource-type.ts";
import type { Declaration } from "./declaration.ts";
import { differences, type Differences } from "./difference.ts";
import { driftedInputs, overlaid } from "./drift.ts";
import { defaultsKey, freeName, isDefault } from "./naming.ts";
import { type Failure, type Settings, tagsOver } from "./settings.ts";

/** What a provider is made from. */
export interface ProviderOptions {
  /** The environment whose stacks, named `<environment>-<region>`, are the machine's; all others are previewed only. */
  readonly environment: string;
  readonly control: Pick<ControlClient, "ask" | "names">;
  /** The types that the machine knows, by their tokens. */
  readonly resourceTypes: ReadonlyMap<string, ResourceType>;
  /** What the SDK declares of a type. */
  readonly declarationOf: (type: string) => Declaration | undefined;
}

/** What the engine has to do about a resource. */
export interface Plan {
  /** By the path of what changed. */
  readonly changes: Differences;
  /** Inputs whose change needs a new resource. */
  readonly replaces: readonly string[];
  /** Whether the old resource is in the way of the new one. */
  readonly deleteBeforeReplace: boolean;
}

/** A resource with the inputs that the engine is to hold it to. */
export interface Found {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/**
 * The AWS provider of this machine: what the engine asks of it, done by the machine's resource types. Stacks of other
 * environments are previewed from their inputs alone; nothing of them is made.
 *
 * Left out: most functions (`aws.getRegion` and its like, see data-sources), components in the provider, `list`, automatic
 * naming by configuration.
 */
export class Provider {
  readonly #options: ProviderOptions;
  #settings: Settings = { region: "", defaultTags: {} };

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  configure(settings: Settings): void {
    this.#settings = settings;
  }

  /**
   * The inputs with everything filled in that the program left out: region, default tags, physical name.
   *
   * @param before the inputs of the resource so far; undefined for one to be made
   */
  async check(
    urn: string,
    before: Properties | undefined,
    given: Properties,
  ): Promise<{ inputs: Properties; failures: Failure[] }> {
    const parsed = parseUrn(urn);
    if (this.#isOurs(parsed) && !this.#options.resourceTypes.has(parsed.type)) {
      const reason = `this machine does not know the type ${parsed.type}: it has a file for each that it knows in local/resources`;
      return { inputs: given, failures: [{ property: "", reason }] };
    }
    const type = this.#typeOf(parsed);
    const declared = this.#options.declarationOf(parsed.type);
    const inputs = without(given, [defaultsKey]);
    const defaults: string[] = [];
    const fill = (name: string, value: Properties[string]) => {
      if (inputs[name] !== undefined) return;
      inputs[name] = value;
      defaults.push(name);
    };
    if (declared?.inputs.has("region")) fill("region", this.#settings.region);
    const name = type?.namedBy;
    if (name !== undefined && inputs[name] === undefined) fill(name, await this.#name(urn, name, before));
    const tags = declared?.inputs.has("tags") ? tagsOver(this.#settings.defaultTags, inputs.tags) : undefined;
    if (tags !== undefined) inputs.tags = tags;
    const problems = type?.check(runtimeOf(inputs), containsUnknown) ?? [];
    return {
      inputs: { ...inputs, [defaultsKey]: defaults },
      failures: problems.map(({ path, message }) => ({ property: path, reason: message })),
    };
  }

  diff(urn: string, before: Properties, after: Properties): Plan {
    const type = this.#typeOf(parseUrn(urn));
    const [old, wanted] = [before, after].map((inputs) => revealedProperties(without(inputs, [defaultsKey])));
    const changes = differences(old ?? {}, wanted ?? {});
    const replaceOn = new Set(["region", ...(type?.replaceOn ?? [])]);
    const replaces = [...new Set([...changes.values()].map(({ property }) => property))].filter((name) =>
      replaceOn.has(name),
    );
    const name = type?.namedBy;
    const inTheWay = name !== undefined && !isDefault(after, name) && old?.[name] === wanted?.[name];
    return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && inTheWay };
  }

  /** @throws Error of the machine, or if the stack is not one of the machine's */
  async create(urn: string, inputs: Properties, preview: boolean): Promise<{ id: string; properties: Properties }> {
    const given = without(inputs, [defaultsKey]);
    const declared = this.#options.declarationOf(parseUrn(urn).type);
    if (preview) {
      const later = Object.fromEntries([...(declared?.outputs ?? [])].map((name) => [name, unknown]));
      return { id: "", properties: this.#withTags(declared, { ...later, ...given }) };
    }
    const made = await this.#options.control.ask("create", {
      ...this.#resource(urn, given),
      inputs: portable(given),
    });
    if (made === undefined) throw new Error(`${urn} is gone as soon as it was made`);
    return { id: made.id, properties: this.#stateOf(declared, given, made) };
  }

  /**
   * @param state the properties of the resource so far
   * @param before the inputs that they come from
   * @throws Error of the machine
   */
  async update(
    urn: string,
    id: string,
    { state, before, after, preview }: { state: Properties; before: Properties; after: Properties; preview: boolean },
  ): Promise<Properties> {
    const parsed = parseUrn(urn);
    const given = without(after, [defaultsKey]);
    const declared = this.#options.declarationOf(parsed.type);
    if (preview) {
      const changed = this.#typeOf(parsed)?.changedByUpdate ?? [];
      const later = Object.fromEntries(changed.map((name) => [name, unknown]));
      return this.#withTags(declared, { ...without(state, Object.keys(before)), ...later, ...given });
    }
    const made = await this.#options.control.ask("update", {
      ...this.#resource(urn, given),
      id,
      inputs: portable(given),
    });
    if (made === undefined) throw new Error(`${urn} is gone: refresh the stack`);
    return this.#stateOf(declared, given, made);
  }

  /**
   * The resource as it is now, or undefined if it is gone.
   *
   * @param state its properties when it was last seen; empty for one that is imported
   * @param inputs the inputs that they come from; empty for one that is imported
   */
  async read(urn: string, id: string, state: Properties, inputs: Properties): Promise<Found | undefined> {
    const { type: token } = parseUrn(urn);
    const found = await this.#options.control.ask("read", { ...this.#resource(urn, state), id });
    if (found === undefined) return undefined;
    const declared = this.#options.declarationOf(token);
    const properties = this.#withTags(declared, overlaid(revealedProperties(state), found.outputs));
    const imported = Object.keys(inputs).length === 0;
    const honoured = this.#options.resourceTypes.get(token)?.inputs ?? [];
    return {
      id: found.id,
      properties: concealedProperties(properties, { ...inputs, ...state }),
      inputs: imported
        ? { ...importable(found.outputs, honoured), ...pick(properties, ["region"]) }
        : concealedProperties(driftedInputs(revealedProperties(inputs), found.outputs), inputs),
    };
  }

  /** Does nothing if the resource is gone. */
  async delete(urn: string, id: string, state: Properties): Promise<void> {
    await this.#options.control.ask("delete", { ...this.#resource(urn, state), id });
  }

  /**
   * What a function of `@pulumi/aws` answers.
   *
   * @throws Error if this machine does not know the function, or one of its arguments
   */
  answer(token: string, args: Properties): Properties {
    return answerOf(token, revealedProperties(args), this.#settings.region) as Properties;
  }

  /** The name that a resource has already, if it was not given by the program; else one that is free. */
  async #name(urn: string, property: string, before: Properties | undefined): Promise<Properties[string]> {
    const kept = before?.[property];
    if (before !== undefined && kept !== undefined && isDefault(before, property)) return kept;
    return freeName(urn, await this.#options.control.names(urn));
  }

  #isOurs({ stack }: Urn): boolean {
    return stack.startsWith(`${this.#options.environment}-`);
  }

  #typeOf(urn: Urn): ResourceType | undefined {
    return this.#isOurs(urn) ? this.#options.resourceTypes.get(urn.type) : undefined;
  }

  /**
   * What names a resource on the machine.
   *
   * @param properties where the resource's region stands, if it says one
   */
  #resource(urn: string, properties: Properties): { urn: string; region: string } {
    const parsed = parseUrn(urn);
    if (!this.#isOurs(parsed)) {
      throw new Error(
        `${parsed.stack} is no stack of the environment ${this.#options.environment}, which is this machine's: it can be previewed only`,
      );
    }
    const { region } = revealedProperties(properties);
    return { urn, region: typeof region === "string" ? region : this.#settings.region };
  }

  #stateOf(declared: Declaration | undefined, given: Properties, { outputs }: MadeResource): Properties {
    return this.#withTags(declared, concealedProperties({ ...given, ...outputs }, given));
  }

  #withTags(declared: Declaration | undefined, properties: Properties): Properties {
    const { tags } = properties;
    return declared?.outputs.has("tagsAll") && tags !== undefined ? { ...properties, tagsAll: tags } : properties;
  }
}

function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !names.includes(key)));
}

function pick(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => names.includes(key)));
}

/** What a program would have to give for a resource to be as it is: what it honours, but for what is empty. */
function importable(outputs: Properties, honoured: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(pick(outputs, honoured)).filter(([, value]) => value !== "" && value !== null),
  );
}

/** Inputs as the machine takes them, which runs in another folder: nothing secret, and no relative path. */
function portable(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(revealedProperties(inputs)).map(([key, value]) => [key, withAbsolutePaths(value, process.cwd())]),
  );
}

function runtimeOf(inputs: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(revealedProperties(inputs)).map(([key, value]) => [key, toRuntime(value)]));
}
