import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { UnknownValueError } from "@pulumi/policy";
import { expect } from "chai";
import type { ResourceRule, StackRule } from "../../policies/framework/rule.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import type { Registration } from "../../tools/analysis/registration.ts";
import { everything } from "./sound/everything.ts";
import { type Resource, stackViolations, violations } from "./violations.ts";

type Change = Record<string, unknown>;
type RuleSettings = Record<string, unknown>;

/** What a rule about one resource is tried with: changes of a resource that is in order. */
interface ResourceTrials {
  /** The type of the resource, such as `aws:sqs/queue:Queue`; of several the first that the program registers. */
  readonly type: string;
  /** Its name, if several are of the type. */
  readonly name?: string;
  /** Changes that keep the rule, by the settings given. */
  readonly holds?: readonly (readonly [change: Change, settings?: RuleSettings])[];
  /** Changes that break it, and what it then says. */
  readonly breaks: readonly (readonly [change: Change, messages: readonly string[], settings?: RuleSettings])[];
  /** Changes to what a preview does not know, and what the rule then says: a list, or that it cannot judge. */
  readonly unknown: readonly (readonly [change: Change, outcome: "unjudged" | readonly string[]])[];
}

let soundResources: Promise<Registration[]> | undefined;

async function soundResource(type: string, name?: string): Promise<Resource> {
  soundResources ??= evaluated(everything);
  const found = (await soundResources).find((one) => one.type === type && (name ?? one.name) === one.name);
  if (!found) throw new Error(`no ${type} is in the sound program`);
  const { inputs, provider } = found;
  return { type, name: found.name, inputs, ...(provider && { provider }) };
}

/** The tests that every rule about one resource has. */
export function itIsAResourceRule(rule: ResourceRule, trials: ResourceTrials): void {
  const { type, name, holds = [], breaks, unknown } = trials;
  const changed = async (change: Change): Promise<Resource> => {
    const sound = await soundResource(type, name);
    return { ...sound, inputs: { ...sound.inputs, ...change } };
  };

  describe(rule.name, () => {
    it("says nothing of what is in order", async () => {
      for (const resource of (await (soundResources ??= evaluated(everything))).filter((one) => one.type === type)) {
        expect(await violations(rule, resource)).to.deep.equal([]);
      }
      for (const [change, settings] of holds) {
        expect(await violations(rule, await changed(change), settings), JSON.stringify(change)).to.deep.equal([]);
      }
    });

    it("says what it found and how to mend it", async () => {
      for (const [change, messages, settings] of breaks) {
        const found = await violations(rule, await changed(change), settings);
        expect(found, JSON.stringify(change)).to.deep.equal(messages);
      }
    });

    it("says nothing of another type", async () => {
      const other: Resource = { type: "random:index/randomId:RandomId", name: "other", inputs: { byteLength: 8 } };
      expect(await violations(rule, other)).to.deep.equal([]);
    });

    it("is clear about what a preview does not know", async () => {
      expect(unknown).not.to.be.empty;
      for (const [change, outcome] of unknown) {
        const resource = await changed(change);
        expect(await outcomeOf(violations(rule, resource)), JSON.stringify(change)).to.deep.equal(outcome);
      }
    });
  });
}

/** What a rule about several resources is tried with: programs. */
interface StackTrials {
  /** Programs that keep the rule, besides the one with something of every kind. */
  readonly holds?: readonly (readonly [register: () => void, settings?: RuleSettings])[];
  /** Programs that break it, and what it then says of which resource. */
  readonly breaks: readonly (readonly [
    register: () => void,
    found: readonly (readonly [message: string, name: string])[],
    settings?: RuleSettings,
  ])[];
  /** Programs of which a preview does not know everything, and what the rule then says. */
  readonly unknown: readonly (readonly [register: () => void, outcome: "unjudged" | readonly string[]])[];
}

/** The tests that every rule about several resources has. */
export function itIsAStackRule(rule: StackRule, { holds = [], breaks, unknown }: StackTrials): void {
  const found = async (register: () => void, settings?: RuleSettings) =>
    (await stackViolations(rule, await evaluated(register), settings)).map(([message, urn]) => [
      message,
      urn.split("::").at(-1),
    ]);

  describe(rule.name, () => {
    it("says nothing of what is in order", async () => {
      expect(await found(everything)).to.deep.equal([]);
      for (const [register, settings] of holds) expect(await found(register, settings)).to.deep.equal([]);
    });

    it("says what it found, of which resource, and how to mend it", async () => {
      for (const [register, expected, settings] of breaks) {
        expect(await found(register, settings), String(register)).to.deep.equal(expected);
      }
    });

    it("says nothing of a stack without such resources", async () => {
      expect(await found(() => new aws.ssm.Parameter("greeting", { type: "String", value: "hello" }))).to.deep.equal(
        [],
      );
    });

    it("knows in a preview what belongs together, and is clear about what it does not know", async () => {
      expect(unknown).not.to.be.empty;
      for (const [register, outcome] of unknown) {
        const registrations = await evaluated(register, { preview: true });
        const messages = stackViolations(rule, registrations).then((all) => all.map(([message]) => message));
        expect(await outcomeOf(messages), String(register)).to.deep.equal(outcome);
      }
    });
  });
}

async function outcomeOf(messages: Promise<string[]>): Promise<"unjudged" | string[]> {
  try {
    return await messages;
  } catch (error) {
    if (error instanceof UnknownValueError) return "unjudged";
    throw error;
  }
}

/** A value that a preview does not know, as that of a resource which is not made yet. */
export function later<Value>(value: Value): pulumi.Output<Value> {
  return new aws.ssm.Parameter("later", { type: "String", value: "?" }).arn.apply(() => value);
}
