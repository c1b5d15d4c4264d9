import { z } from "zod";
import { machineStatus } from "./status.ts";

const properties = z.record(z.string(), z.json());

/** A resource in the words of the engine. */
const resource = z.strictObject({
  /** The engine's name of it, in which its stack, its type and its name in the program stand. */
  urn: z.string().startsWith("urn:pulumi:"),
  /** Such as `eu-west-1`. */
  region: z.string(),
});

/** The names of two regions. */
const pair = z.tuple([z.string(), z.string()]);

/** What the control listener takes, by the path that it is posted to. */
export const requests = {
  create: resource.extend({ inputs: properties }),
  read: resource.extend({ id: z.string() }),
  update: resource.extend({ id: z.string(), inputs: properties }),
  delete: resource.extend({ id: z.string() }),
  /** The physical names of what was made for a URN. */
  names: resource.pick({ urn: true }),
  /** Removes what was made for a stack, but for what is known. */
  sweep: z.strictObject({
    stack: z.string(),
    /** Without a region: in whichever it lies. */
    known: z.array(z.strictObject({ urn: z.string(), id: z.string(), region: z.string().optional() })),
  }),
  /** How long replication is held back. */
  lag: z.strictObject({ milliseconds: z.number() }),
  /** Lets nothing pass between two regions. */
  cut: z.strictObject({ regions: pair }),
  /** Ends a cut; without regions, all of them. */
  heal: z.strictObject({ regions: pair.optional() }),
  /** Makes a region go dark. */
  stop: z.strictObject({ region: z.string() }),
  /** Brings a region back. */
  start: z.strictObject({ region: z.string() }),
  status: z.strictObject({}),
};

/** What can be asked of the control listener. */
export type Operation = keyof typeof requests;

/** What is asked of a resource. */
export type ResourceOperation = "create" | "read" | "update" | "delete";

/** What is asked of the machine as a whole. */
export type DrillOperation = "lag" | "cut" | "heal" | "stop" | "start" | "status";

/** What is asked. */
export type Asked<Of extends Operation> = z.infer<(typeof requests)[Of]>;

/** What it answers. */
export const answer = z.strictObject({
  /** The resource as it is now; absent if it is gone. */
  instance: z.strictObject({ id: z.string(), outputs: properties }).optional(),
  names: z.array(z.string()).optional(),
  /** How many resources were removed. */
  swept: z.int().optional(),
  /** How the machine is after a drill. */
  status: machineStatus.optional(),
});

/** What is answered. */
export type Answer = z.infer<typeof answer>;

/** Why an operation failed. */
export const refusal = z.strictObject({ message: z.string() });

/** Where the control listener is: the part of `local.json` that it is found by. */
export const address = z.looseObject({
  control: z.url(),
  controlToken: z.string(),
  /** Whether it makes the resources of stacks; a machine that has its stacks already takes drills only. */
  takesStacks: z.boolean().default(true),
});
