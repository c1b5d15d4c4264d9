import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import Fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import type { Region } from "../region.ts";
import { Deployments } from "./deployments.ts";
import type { Drills } from "./drills.ts";
import { type Asked, type Operation, requests } from "./protocol.ts";

/** Largest body, in bytes: the unpacked limit of a function's package, 250 MB, and room for escapes. */
const bodyLimit = 400 * 2 ** 20;

/** What a control listener needs. */
export interface ControlOptions {
  /** The machine's regions; throws if it has none of the name. */
  readonly region: (name: string) => Region;
  /** What can be rehearsed on the machine. @default nothing */
  readonly drills?: Drills;
  /** Whether it makes the resources of stacks. @default true */
  readonly takesStacks?: boolean;
}

/**
 * Where a machine is told, over HTTP on the loopback address, which resources to make, change, read and remove, one at a
 * time, what Pulumi's engine does to it; and what befalls it in a drill. Only who knows the token may.
 */
export class Control {
  /** Who sends it as a bearer token may use the listener: 256 random bits. */
  readonly token = randomBytes(32).toString("base64url");
  readonly #server: FastifyInstance;
  readonly #deployments: Deployments;

  private constructor({ region, drills, takesStacks = true }: ControlOptions) {
    this.#deployments = new Deployments(region);
    this.#server = Fastify({ bodyLimit, forceCloseConnections: true });
    const expected = digest(`Bearer ${this.token}`);
    this.#server.addHook("onRequest", async ({ headers }, reply) => {
      if (!timingSafeEqual(digest(headers.authorization ?? ""), expected)) {
        await reply.code(401).send({ message: "the control listener takes the token in local.json only" });
      }
    });
    this.#server.setErrorHandler(async (error, _, reply) => {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
      await reply.code(error instanceof z.ZodError ? 400 : 422).send({ message });
    });
    if (takesStacks) this.#serveResources();
    if (drills !== undefined) this.#serveDrills(drills);
  }

  /** Listens on a free port. */
  static async listen(options: ControlOptions): Promise<Control> {
    const control = new Control(options);
    await control.#server.listen({ host: "127.0.0.1", port: 0 });
    return control;
  }

  get url(): string {
    const { port } = this.#server.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Stops listening; what was asked before is finished. */
  async close(): Promise<void> {
    await this.#server.close();
    await this.#deployments.settled();
  }

  #serveResources(): void {
    this.#serve("create", async (asked) => ({ instance: await this.#deployments.create(asked) }));
    this.#serve("read", async (asked) => ({ instance: await this.#deployments.read(asked) }));
    this.#serve("update", async (asked) => ({ instance: await this.#deployments.update(asked) }));
    this.#serve("delete", async (asked) => {
      await this.#deployments.delete(asked);
      return {};
    });
    this.#serve("names", async (asked) => ({ names: await this.#deployments.names(asked) }));
    this.#serve("sweep", async (asked) => ({ swept: await this.#deployments.sweep(asked) }));
  }

  #serveDrills(drills: Drills): void {
    this.#serve("lag", async (asked) => ({ status: await drills.lag(asked) }));
    this.#serve("cut", async (asked) => ({ status: await drills.cut(asked) }));
    this.#serve("heal", async (asked) => ({ status: await drills.heal(asked) }));
    this.#serve("stop", async (asked) => ({ status: await drills.stop(asked) }));
    this.#serve("start", async (asked) => ({ status: await drills.start(asked) }));
    this.#serve("status", async () => ({ status: await drills.status() }));
  }

  #serve<Of extends Operation>(operation: Of, answer: (asked: Asked<Of>) => Promise<Record<string, unknown>>): void {
    this.#server.post(`/${operation}`, async ({ body }, reply) => {
      const asked = requests[operation].parse(body) as Asked<Of>;
      return await reply.type("application/json").send(JSON.stringify(await answer(asked), withoutCode));
    });
  }
}

/** Assets and archives stay where they came from: the engine has them among the inputs. */
function withoutCode(_: string, value: unknown): unknown {
  return pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value) ? undefined : value;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
