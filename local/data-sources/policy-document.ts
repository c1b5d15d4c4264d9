import { createHash } from "node:crypto";
import { z } from "zod";

const texts = z.array(z.string()).default([]);
const principals = z.array(z.strictObject({ type: z.string(), identifiers: z.array(z.string()) })).default([]);

const statement = z.strictObject({
  sid: z.string().optional(),
  effect: z.enum(["Allow", "Deny"]).default("Allow"),
  actions: texts,
  notActions: texts,
  resources: texts,
  notResources: texts,
  principals,
  notPrincipals: principals,
  conditions: z
    .array(z.strictObject({ test: z.string(), variable: z.string(), values: z.array(z.string()) }))
    .default([]),
});

const args = z.strictObject({
  version: z.string().default("2012-10-17"),
  policyId: z.string().optional(),
  statements: z.array(statement).default([]),
  sourcePolicyDocuments: texts,
  overridePolicyDocuments: texts,
});

const written = z.looseObject({ Statement: z.union([z.looseObject({}), z.array(z.looseObject({}))]).optional() });

/** A statement as IAM reads it. */
type Statement = Record<string, unknown>;

/**
 * `aws.iam.getPolicyDocument`: the statements of the source documents, then those given, then those of the overriding documents,
 * each of which takes the place of one with the same `Sid`.
 */
export function policyDocument(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { version, policyId, statements, sourcePolicyDocuments, overridePolicyDocuments } = args.parse(given);
  const merged = [...sourcePolicyDocuments.flatMap(statementsOf), ...statements.map(statementOf)];
  for (const override of overridePolicyDocuments.flatMap(statementsOf)) {
    const place = merged.findIndex(({ Sid }) => Sid !== undefined && Sid === override.Sid);
    if (place === -1) merged.push(override);
    else merged[place] = override;
  }
  const document = { Version: version, ...(policyId !== undefined && { Id: policyId }), Statement: merged };
  const json = JSON.stringify(document, null, 2);
  return {
    ...given,
    id: createHash("sha256").update(json).digest("hex").slice(0, 10),
    json,
    minifiedJson: JSON.stringify(document),
  };
}

function statementsOf(document: string): Statement[] {
  return [written.parse(JSON.parse(document)).Statement ?? []].flat();
}

function statementOf(given: z.infer<typeof statement>): Statement {
  const parts = {
    Action: oneOrMore(given.actions),
    NotAction: oneOrMore(given.notActions),
    Resource: oneOrMore(given.resources),
    NotResource: oneOrMore(given.notResources),
    Principal: principal(given.principals),
    NotPrincipal: principal(given.notPrincipals),
    Condition: condition(given.conditions),
  };
  return {
    ...(given.sid !== undefined && { Sid: given.sid }),
    Effect: given.effect,
    ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)),
  };
}

/** One value stands for itself, as in AWS's documents. */
function oneOrMore(values: readonly string[]): string | readonly string[] | undefined {
  return values.length > 1 ? values : values[0];
}

function principal(given: z.infer<typeof principals>): unknown {
  if (given.length === 0) return undefined;
  if (given.some(({ type }) => type === "*")) return "*";
  const byType = Map.groupBy(given, ({ type }) => type);
  return Object.fromEntries(
    [...byType].map(([type, all]) => [type, oneOrMore(all.flatMap(({ identifiers }) => identifiers))]),
  );
}

function condition(given: z.infer<typeof statement>["conditions"]): Statement | undefined {
  if (given.length === 0) return undefined;
  const byTest = Map.groupBy(given, ({ test }) => test);
  return Object.fromEntries(
    [...byTest].map(([test, all]) => [
      test,
      Object.fromEntries(all.map(({ variable, values }) => [variable, oneOrMore(values)])),
    ]),
  );
}
