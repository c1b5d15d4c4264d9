import { createHash } from "node:crypto";
import { z } from "zod";
import type { Region } from "../region.ts";

/** What a resource type's functions may use: the region that the resource lies in, and how to name it. */
export interface Context {
  readonly region: Region;
  /**
   * The resource's physical name when the program gives none: its logical name and a suffix that is the same at every
   * run, and another in every stack, as names of IAM roles are shared by all regions.
   */
  readonly autoName: string;
}

/** A resource as it exists on this machine. `outputs` is its whole state, inputs included. */
export interface Instance {
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** How one type of resource is made real on this machine. */
export interface ResourceType {
  /** Pulumi's type token, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Inputs whose change needs a new resource. */
  readonly replaceOn: readonly string[];
  /** Makes the resource, or throws an error that says what is wrong with which input. */
  create(context: Context, inputs: Record<string, unknown>): Promise<Instance>;
  /** The resource as it is now, or undefined if it is gone. */
  read(context: Context, id: string): Promise<Instance | undefined>;
  /** Changes the resource in place. */
  update(context: Context, id: string, inputs: Record<string, unknown>): Promise<Instance>;
  /** Removes the resource; does nothing if it is gone. */
  delete(context: Context, id: string): Promise<void>;
}

interface Definition<Inputs extends z.ZodObject> {
  type: string;
  /** The inputs that are honoured. An input that is neither here nor in `withoutEffect` is an error. */
  inputs: Inputs;
  /** Inputs that are accepted although nothing on this machine depends on them. */
  withoutEffect?: readonly string[];
  replaceOn?: readonly string[];
  create(context: Context, inputs: z.infer<Inputs>): Promise<Instance>;
  read(context: Context, id: string): Promise<Instance | undefined>;
  update(context: Context, id: string, inputs: z.infer<Inputs>): Promise<Instance>;
  delete(context: Context, id: string): Promise<void>;
}

/** An input that this machine does not know, or whose value it cannot take. */
export class InvalidInputs extends Error {
  constructor(type: string, problems: readonly string[]) {
    super(`${type}: ${problems.join("; ")}`);
    this.name = "InvalidInputs";
  }
}

/** A resource type whose inputs are checked before anything is made. `region` and `tags` are known to every type. */
export function resourceType<Inputs extends z.ZodObject>(definition: Definition<Inputs>): ResourceType {
  const withoutEffect = new Set(["region", "tags", "tagsAll", "__defaults", ...(definition.withoutEffect ?? [])]);
  const schema = definition.inputs.strict();
  const check = (inputs: Record<string, unknown>) => {
    const present = Object.entries(inputs).filter(([key, value]) => !withoutEffect.has(key) && value !== undefined);
    const result = schema.safeParse(Object.fromEntries(present));
    if (!result.success) {
      throw new InvalidInputs(
        definition.type,
        result.error.issues.map((issue) =>
          issue.code === "unrecognized_keys"
            ? `this machine does not know the input ${issue.keys.join(", ")}`
            : `${issue.path.join(".")}: ${issue.message}`,
        ),
      );
    }
    return result.data as z.infer<Inputs>;
  };
  return {
    type: definition.type,
    replaceOn: definition.replaceOn ?? [],
    create: async (context, inputs) => withInputs(inputs, await definition.create(context, check(inputs))),
    read: (context, id) => definition.read(context, id),
    update: async (context, id, inputs) => withInputs(inputs, await definition.update(context, id, check(inputs))),
    delete: (context, id) => definition.delete(context, id),
  };
}

/** The state that a program sees holds every input, those without effect too, and the region. */
function withInputs(inputs: Record<string, unknown>, instance: Instance): Instance {
  return { id: instance.id, outputs: { ...inputs, ...instance.outputs } };
}

/** `name` and seven hexadecimal digits, as Pulumi names resources, but the same at every run. */
export function autoName(stack: string, type: string, name: string): string {
  return `${name}-${createHash("sha256").update(`${stack}|${type}|${name}`).digest("hex").slice(0, 7)}`;
}
