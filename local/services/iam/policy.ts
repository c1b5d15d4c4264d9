import { z } from "zod";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Condition } from "./conditions.ts";
import { conditionKeyNamed, conditionKeys, operatorNamed } from "./conditions.ts";

/** What a policy is attached to: an identity policy names resources, the others name principals. */
type PolicyKind = "identity" | "resource" | "trust";

/** A statement with every list spelled out. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Undefined in identity policies, where the role itself is meant. */
  readonly principal?: Principal;
  readonly actions: readonly string[];
  /** Whether `actions` came as `NotAction`: every action but these. */
  readonly actionsInverted: boolean;
  readonly resources: readonly string[];
  /** Whether `resources` came as `NotResource`. */
  readonly resourcesInverted: boolean;
  readonly conditions: readonly Condition[];
}

/** Whom a statement means; `anyone` is `"*"`. */
export interface Principal {
  readonly anyone: boolean;
  /** ARNs and account ids. */
  readonly aws: readonly string[];
  /** Such as `lambda.amazonaws.com`. */
  readonly services: readonly string[];
}

/** A policy document that was read and understood wholly. */
export interface PolicyDocument {
  /** The document as it was given. */
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** A policy document that AWS would refuse, or that holds an element which this machine could only ignore. */
export class MalformedPolicyDocument extends AwsError {
  constructor(problem: string) {
    super("MalformedPolicyDocument", `policy document: ${problem}`);
  }
}

/** One value or a list of them. Not a union, whose errors would not say which field is wrong. */
function oneOrMore<Element extends z.ZodType>(element: Element) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]) as unknown, z.array(element).min(1));
}

const texts = oneOrMore(z.string());
const conditionValues = oneOrMore(z.union([z.string(), z.boolean(), z.number()]).transform(String));

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.strictObject({ AWS: texts.optional(), Service: texts.optional() })]).optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});

const documentSchema = z.strictObject({
  Version: z.literal("2012-10-17"),
  Id: z.string().optional(),
  Statement: oneOrMore(statementSchema),
});

/**
 * Reads a policy document.
 *
 * Known: Version 2012-10-17, Effect, Principal (`*`, AWS, Service), Action and NotAction, Resource and NotResource with
 * wildcards, and the operators and keys of conditions.ts. Left out, and refused rather than ignored: policy variables
 * (`${...}`), NotPrincipal, federated principals, `ForAllValues:` and `ForAnyValue:`, dates, numbers and IP addresses.
 *
 * @throws MalformedPolicyDocument naming the element and what is wrong with it.
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MalformedPolicyDocument("it is not JSON");
  }
  const result = documentSchema.safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "document"}: ${issue.message}`);
    throw new MalformedPolicyDocument(problems.join("; "));
  }
  return {
    text,
    statements: result.data.Statement.map((statement, index) => readStatement(statement, kind, `Statement.${index}`)),
  };
}

function readStatement(raw: z.infer<typeof statementSchema>, kind: PolicyKind, at: string): Statement {
  const { Action, NotAction, Resource, NotResource, Principal } = raw;
  const actions = exactlyOne(at, "Action", Action, NotAction);
  for (const action of actions) {
    if (action !== "*" && !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(action)) {
      throw new MalformedPolicyDocument(`${at}.Action: ${action} must be * or service:Action`);
    }
  }
  if (kind === "identity" && Principal !== undefined) {
    throw new MalformedPolicyDocument(`${at}.Principal: a policy of a role names no principal`);
  }
  if (kind !== "identity" && Principal === undefined) {
    throw new MalformedPolicyDocument(`${at}.Principal: a ${kind} policy must name a principal`);
  }
  if (kind === "trust" && (Resource ?? NotResource) !== undefined) {
    throw new MalformedPolicyDocument(`${at}.Resource: a trust policy names no resource`);
  }
  const resources = kind === "trust" ? ["*"] : exactlyOne(at, "Resource", Resource, NotResource);
  for (const resource of resources) {
    if (resource.includes("${")) throw new MalformedPolicyDocument(`${at}.Resource: no policy variables: ${resource}`);
    if (resource !== "*" && !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(resource)) {
      throw new MalformedPolicyDocument(`${at}.Resource: ${resource} must be * or an ARN`);
    }
  }
  return {
    effect: raw.Effect,
    ...(Principal !== undefined && { principal: readPrincipal(Principal) }),
    actions,
    actionsInverted: NotAction !== undefined,
    resources,
    resourcesInverted: NotResource !== undefined,
    conditions: readConditions(raw.Condition ?? {}, `${at}.Condition`),
  };
}

function exactlyOne(at: string, name: string, positive?: string[], negative?: string[]): readonly string[] {
  const given = positive ?? negative;
  if (given === undefined) throw new MalformedPolicyDocument(`${at}: needs ${name} or Not${name}`);
  if (positive !== undefined && negative !== undefined) {
    throw new MalformedPolicyDocument(`${at}: has both ${name} and Not${name}`);
  }
  return given;
}

function readPrincipal(raw: "*" | { AWS?: string[] | undefined; Service?: string[] | undefined }): Principal {
  if (raw === "*") return { anyone: true, aws: [], services: [] };
  const aws = raw.AWS ?? [];
  return { anyone: aws.includes("*"), aws, services: raw.Service ?? [] };
}

function readConditions(raw: Record<string, Record<string, string[]>>, at: string): Condition[] {
  return Object.entries(raw).flatMap(([name, keys]) => {
    const ifExists = name.endsWith("IfExists");
    const operator = operatorNamed(ifExists ? name.slice(0, -"IfExists".length) : name);
    if (operator === undefined) throw new MalformedPolicyDocument(`${at}: this machine does not know ${name}`);
    return Object.entries(keys).map(([keyName, values]) => {
      const key = conditionKeyNamed(keyName);
      if (key === undefined) {
        throw new MalformedPolicyDocument(
          `${at}.${name}: this machine gives no value to ${keyName}, only to ${conditionKeys.join(", ")}`,
        );
      }
      const variable = values.find((value) => value.includes("${"));
      if (variable !== undefined) throw new MalformedPolicyDocument(`${at}.${name}: no policy variables: ${variable}`);
      return { operator, ifExists, key, values };
    });
  });
}
