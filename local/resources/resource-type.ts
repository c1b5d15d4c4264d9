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

/** What is wrong with an input. */
export interface InputProblem {
  /** Where in the inputs, such as `ttl.attributeName`; empty if the inputs as a whole are wrong. */
  readonly path: string;
  readonly message: string;
}

/** How one type of resource is made real on this machine. */
export interface ResourceType {
  /** Pulumi's type token, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Names of the inputs that are honoured. */
  readonly inputs: readonly string[];
  /** The input that is the physical name, and may be left out; undefined if the type has none. */
  readonly namedBy: string | undefined;
  /** Inputs whose change needs a new resource. */
  readonly replaceOn: readonly string[];
  /** Outputs that a change in place may change, besides those that are inputs. */
  readonly changedByUpdate: readonly string[];
  /**
   * What is wrong with the inputs, found without making anything.
   *
   * @param isUnknown tells values that nothing can be said about yet @default every value is known
   */
  check(inputs: Record<string, unknown>, isUnknown?: (value: unknown) => boolean): InputProblem[];
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
  /** @default "name" if that is an input that may be left out */
  namedBy?: string;
  replaceOn?: readonly string[];
  changedByUpdate?: readonly string[];
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
  const parse = (inputs: Record<string, unknown>) => {
    const present = Object.entries(inputs).filter(([key, value]) => !withoutEffect.has(key) && value !== undefined);
    return schema.safeParse(Object.fromEntries(present));
  };
  const checked = (inputs: Record<string, unknown>) => {
    const result = parse(inputs);
    if (result.success) return result.data as z.infer<Inputs>;
    const problems = result.error.issues.map(problemOf);
    throw new InvalidInputs(
      definition.type,
      problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)),
    );
  };
  const { name } = definition.inputs.shape as Record<string, z.ZodType | undefined>;
  return {
    type: definition.type,
    inputs: Object.keys(definition.inputs.shape),
    namedBy: definition.namedBy ?? (name?.safeParse(undefined).success === true ? "name" : undefined),
    replaceOn: definition.replaceOn ?? [],
    changedByUpdate: definition.changedByUpdate ?? [],
    check: (inputs, isUnknown = () => false) =>
      (parse(inputs).error?.issues ?? [])
        .filter(({ code, path }) => code === "unrecognized_keys" || !isUnknown(valueAt(inputs, path)))
        .map(problemOf),
    create: async (context, inputs) => withInputs(inputs, await definition.create(context, checked(inputs))),
    read: (context, id) => definition.read(context, id),
    update: async (context, id, inputs) => withInputs(inputs, await definition.update(context, id, checked(inputs))),
    delete: async (context, id) => {
      await definition.delete(context, id);
    },
  };
}

function problemOf(issue: z.core.$ZodIssue): InputProblem {
  if (issue.code !== "unrecognized_keys") return { path: issue.path.join("."), message: issue.message };
  const unknown = issue.keys.map((key) => [...issue.path, key].join("."));
  return { path: "", message: `this machine does not know the input ${unknown.join(", ")}` };
}

function valueAt(inputs: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (value: unknown, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : value,
    inputs,
  );
}

/** The state that a program sees holds every input, those without effect too, and the region. */
function withInputs(inputs: Record<string, unknown>, instance: Instance): Instance {
  return { id: instance.id, outputs: { ...inputs, ...instance.outputs } };
}

/** `name` and seven hexadecimal digits, as Pulumi names resources, but the same at every run. */
export function autoName(stack: string, type: string, name: string): string {
  return `${name}-${createHash("sha256").update(`${stack}|${type}|${name}`).digest("hex").slice(0, 7)}`;
}
