import type { Resource, Unwrap } from "@pulumi/pulumi";
import {
  type EnforcementLevel,
  type Policy,
  type PolicyProviderResource,
  type ResourceValidation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  validateResourceOfType,
} from "@pulumi/policy";
import type { ControlId } from "./controls.ts";
import { present } from "./present.ts";
import { type Settings, type Values, configSchema, valuesOf } from "./settings.ts";
import { type Node, type ResourceClass, Stack } from "./stack.ts";
import { judgeEach } from "./unknown.ts";

/** What one says of a rule. */
export interface Facts<Of extends Settings> {
  /** Unique in the pack; part of the configuration of its users, so that a new name is a breaking change. */
  readonly name: string;
  /** Whether a violation stops a deployment. */
  readonly level: "mandatory" | "advisory";
  /** The level in the preset `dev`. @default `level` */
  readonly dev?: EnforcementLevel;
  /** What holds when the rule is kept: one sentence that begins with an article, without its full stop. */
  readonly what: string;
  /** What happens when it is not kept: one sentence. */
  readonly why: string;
  /** The same demand in public catalogues. */
  readonly controls: readonly ControlId[];
  /** Its limits and lists. @default none */
  readonly settings?: Of;
}

/** A rule of the pack: a policy for the engine, and what the pack's table says of it. */
export type RuleFacts = Policy &
  Pick<Facts<Settings>, "level" | "why" | "controls"> & { readonly dev: EnforcementLevel };
/** A rule that looks at the inputs of one resource. */
export type ResourceRule = ResourceValidationPolicy & RuleFacts;
/** A rule that looks at several resources of a stack. */
export type StackRule = StackValidationPolicy & RuleFacts;
export type Rule = ResourceRule | StackRule;

/** What a check knows besides the resource's properties. */
export interface Context<Of extends Settings> {
  readonly settings: Values<Of>;
  readonly type: string;
  readonly name: string;
  readonly provider: PolicyProviderResource | undefined;
  /** Says what was found, with its value, and how to mend it. */
  readonly report: (message: string) => void;
}

/** What a check of a stack knows besides the resource. */
export interface StackContext<Of extends Settings> extends Pick<Context<Of>, "settings" | "report"> {
  readonly stack: Stack;
}

/** A class of resources with arguments of its own, such as `aws.sqs.Queue`. */
export type ClassWithArgs<Args> = Parameters<typeof validateResourceOfType<Resource, Args>>[0];

interface Check<Of extends Settings> {
  readonly applies: (args: ResourceValidationArgs) => boolean;
  readonly validation: (settings: Of) => ResourceValidation;
  /** Puts a resource in order; `undefined` if it is none of its class, or nothing is to mend. */
  readonly mend?: (args: ResourceValidationArgs, settings: Values<Of>) => Record<string, unknown> | undefined;
}

interface StackCheck<Of extends Settings> {
  readonly run: (stack: Stack, settings: Values<Of>, report: (message: string, urn: string) => void) => number;
}

/** A rule about the inputs of a resource, one check a type. */
export function resourceRule<Of extends Settings = Settings>(
  facts: Facts<Of>,
  ...checks: readonly Check<Of>[]
): ResourceRule {
  const settings = facts.settings ?? ({} as Of);
  const validations = checks.map(({ applies, validation }) => ({ applies, validate: validation(settings) }));
  const [first] = validations;
  const mends = checks.flatMap(({ mend }) => mend ?? []);
  return {
    ...described(facts),
    // One function, whatever the number of checks: the SDK reads a resource anew for each.
    validateResource:
      first && validations.length === 1
        ? first.validate
        : async (args, report) => {
            const applicable = validations.filter(({ applies }) => applies(args));
            if (applicable.length === 0) args.notApplicable("the rule is about resources of other types");
            for (const { validate } of applicable) await validate(args, report);
          },
    ...(mends.length > 0 && {
      remediateResource: (args) => {
        const values = valuesOf(settings, args.getConfig());
        return mends.map((mend) => mend(args, values)).find((mended) => mended !== undefined);
      },
    }),
  };
}

/**
 * A check of the resources of one class.
 *
 * @param mend puts the properties in order, for users who set the rule's level to `remediate`; false if nothing is to mend
 */
export function on<Args, Of extends Settings>(
  resourceClass: ClassWithArgs<Args>,
  check: (properties: Unwrap<NonNullable<Args>>, context: Context<Of>) => void,
  mend?: (properties: Unwrap<NonNullable<Args>>, settings: Values<Of>) => boolean,
): Check<Of> {
  return {
    applies: (args) => args.isType(resourceClass),
    validation: (settings) =>
      validateResourceOfType<Resource, Args>(resourceClass, (properties, args, report) => {
        const { type, name, provider } = args;
        check(present(properties), { settings: valuesOf(settings, args.getConfig()), type, name, provider, report });
      }),
    ...(mend && {
      mend: (args, settings) => {
        const properties = args.asType<Resource, Args>(resourceClass);
        return properties !== undefined && mend(properties, settings)
          ? (properties as Record<string, unknown>)
          : undefined;
      },
    }),
  };
}

/** A check of the resources of every class. */
export function onAny<Of extends Settings>(
  check: (properties: Readonly<Record<string, unknown>>, context: Context<Of>) => void,
): Check<Of> {
  return {
    applies: () => true,
    validation: (settings) => (args, report) => {
      const { type, name, provider } = args;
      check(present(args.props), { settings: valuesOf(settings, args.getConfig()), type, name, provider, report });
    },
  };
}

/** A rule about resources that belong together. */
export function stackRule<Of extends Settings = Settings>(
  facts: Facts<Of>,
  ...checks: readonly StackCheck<Of>[]
): StackRule {
  const settings = facts.settings ?? ({} as Of);
  return {
    ...described(facts),
    validateStack: (args, report) => {
      const stack = new Stack(args.resources);
      const values = valuesOf(settings, args.getConfig());
      let judged = 0;
      judgeEach(checks, ({ run }) => {
        judged += run(stack, values, report);
      });
      if (judged === 0) args.notApplicable("the stack has no resource that the rule is about");
    },
  };
}

/** A check of each resource of one class, with the others of its stack at hand. */
export function each<Of extends Resource, Options extends Settings>(
  resourceClass: ResourceClass<Of>,
  check: (node: Node<Of>, context: StackContext<Options>) => void,
): StackCheck<Options> {
  return {
    run: (stack, settings, report) => {
      const nodes = stack.all(resourceClass);
      judgeEach(nodes, (node) => {
        check(node, {
          stack,
          settings,
          report: (message) => {
            report(message, node.urn);
          },
        });
      });
      return nodes.length;
    },
  };
}

function described<Of extends Settings>({ name, level, dev = level, what, why, controls, settings }: Facts<Of>) {
  const schema = configSchema(settings ?? {});
  return {
    name,
    level,
    dev,
    why,
    controls,
    description: `${what}${controls.length > 0 ? ` (${controls.join(", ")})` : ""}.`,
    enforcementLevel: level,
    tags: [...controls],
    ...(schema && { configSchema: schema }),
  };
}
