import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rule, wholeNumber } from "./guard.ts";
import type { OpenApi, Operation } from "./open-api.ts";

/** How much a partner may call. */
export interface Partner {
  name: string;
  requestsPerSecond: number;
  burst: number;
  requestsPerDay: number;
  keyValue?: pulumi.Input<string>;
}

/** What the paths for partners begin with. */
const partnersPath = "/partners";

/** The security scheme of methods that need a key: by its header's name API Gateway knows it. */
export const keyScheme = { partnerKey: { type: "apiKey", in: "header", name: "x-api-key" } };

/** An operation as partners call it. */
export function forPartners(operation: Operation): Operation {
  const { operationId, path } = operation;
  const schemes = Object.keys(keyScheme);
  return { ...operation, operationId: `${operationId}ForPartners`, path: `${partnersPath}${path}`, schemes };
}

/** What is wrong with partners, and with a document that they shall call. */
export function partnerProblems(
  partners: readonly Partner[],
  { operations, problems }: OpenApi,
): (string | undefined)[] {
  const names = partners.map(({ name }) => name);
  const hasOwn = operations.some(({ path }) => `${path}/`.startsWith(`${partnersPath}/`));
  const isForNothing = problems.length === 0 && !operations.some(({ partners: isForPartners }) => isForPartners);
  return [
    rule(partners.length > 0 && isForNothing, "partners: no operation of the document has x-berth-partners: true"),
    rule(
      partners.length > 0 && hasOwn,
      `partners: the document has paths under ${partnersPath}, which are made for them`,
    ),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `partners holds ${name} twice, and must name each once`),
    ...partners.flatMap(({ name, requestsPerSecond, burst, requestsPerDay }) => [
      rule(
        !/^[a-z][a-z0-9-]{0,39}$/.test(name),
        `partners holds ${name}, and must name them by 1 to 40 small letters, digits and hyphens, a letter first`,
      ),
      rule(!(requestsPerSecond > 0), `requestsPerSecond of ${name} is ${requestsPerSecond}, and must be above 0`),
      wholeNumber(`burst of ${name}`, burst, 1, 5000),
      wholeNumber(`requestsPerDay of ${name}`, requestsPerDay, 1, 2_147_483_647),
    ]),
  ];
}

/** What a usage plan is about. */
interface Place {
  region: pulumi.Input<string> | undefined;
  apiId: pulumi.Output<string>;
  stageName: pulumi.Output<string>;
}

/** Makes a usage plan with a key for each partner, and gives the keys' values by partner. */
export function usagePlans(
  name: string,
  partners: readonly Partner[],
  { region, apiId, stageName }: Place,
  child: { parent: pulumi.Resource },
): Record<string, pulumi.Output<string>> {
  const keys = partners.map((partner) => {
    const label = `${name}-${partner.name}`;
    const plan = new aws.apigateway.UsagePlan(
      label,
      {
        region,
        description: `What ${partner.name} may call`,
        apiStages: [{ apiId, stage: stageName }],
        throttleSettings: { rateLimit: partner.requestsPerSecond, burstLimit: partner.burst },
        quotaSettings: { limit: partner.requestsPerDay, period: "DAY" },
      },
      child,
    );
    const key = new aws.apigateway.ApiKey(
      label,
      { region, description: `The key of ${partner.name}`, value: partner.keyValue },
      child,
    );
    new aws.apigateway.UsagePlanKey(label, { region, keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id }, child);
    return [partner.name, pulumi.secret(key.value)] as const;
  });
  return Object.fromEntries(keys);
}
