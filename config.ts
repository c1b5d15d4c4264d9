import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { cacheSizes, isDomainPrefix, isSignInUrl, logRetentionSteps } from "./components/index.ts";

const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be the name of an AWS region, such as eu-west-1");

const jwk = z.looseObject({ kid: z.string(), kty: z.literal("RSA"), n: z.string(), e: z.string() });

/** What stands for a text that is not given: a key that Pulumi.yaml declares needs a default. */
const absent = z.literal("");

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** The keys of `berth:`, as Pulumi.yaml declares them, which has their meaning and defaults. */
export const settings = z.strictObject({
  regions: z
    .array(regionName)
    .min(1, "must name at least one region")
    .refine((regions) => new Set(regions).size === regions.length, "must name each region once"),
  userPoolId: absent.or(
    z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d_[0-9A-Za-z]+$/, "must be a pool's id, such as eu-west-1_aBcDeFgHi"),
  ),
  userPoolClientId: absent.or(z.string().regex(/^[\w+]{1,128}$/, "must be an app client's id")),
  userPoolKeys: z.strictObject({ keys: z.array(jwk) }),
  signInUrls: z.array(z.string().refine(isSignInUrl, "must be an https or http://localhost address, no fragment")),
  signInDomainPrefix: absent.or(
    z.string().refine(isDomainPrefix, "must be 1 to 63 letters, digits and hyphens, without aws, amazon or cognito"),
  ),
  accessTokenMinutes: z.int().min(5).max(1440),
  threatProtection: z.boolean(),
  alarmEmails: z.array(z.email("must be an address")),
  supportEmails: z.array(z.email("must be an address")),
  partners: z.array(
    z.strictObject({
      name: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be 1 to 40 small letters, digits and hyphens, a letter first"),
      requestsPerSecond: z.number().positive(),
      burst: z.int().min(1).max(5000),
      requestsPerDay: z.int().min(1),
    }),
  ),
  currency: z.string().refine((code) => currencies.has(code), "must be an ISO 4217 code, such as EUR"),
  logRetentionDays: z
    .int()
    .refine((days) => logRetentionSteps.includes(days), `must be one of ${logRetentionSteps.join(", ")}`),
  apiCacheGigabytes: z
    .literal(
      [0, ...cacheSizes].flatMap((size) => [size, String(size)]),
      `must be 0 or one of ${cacheSizes.join(", ")}`,
    )
    .transform(Number),
  deletionProtection: z.boolean(),
  claimConcurrency: z.int().min(2).max(1000),
  provisionedConcurrency: z.int().min(0).max(1000),
  businessHoursTimeZone: z.string().refine(isTimeZone, "must be an IANA time zone, such as Europe/Lisbon"),
});

/** What a region stack is made from. */
export type Config = z.infer<typeof settings> & {
  /** Name of the environment: what stands before the region in the stack's name. */
  environment: string;
  /** The region of this stack. */
  region: string;
  /** The other regions of the environment. */
  peerRegions: string[];
  /** Whether this stack makes what is global. */
  primary: boolean;
  /** The stack that makes what is global, fully qualified. */
  primaryStack: string;
  /** The user pool that is there already and has its accounts; undefined if the primary's stack makes one. */
  existingUserPool: { id: string; clientId: string; signingKeys: string } | undefined;
  /** Origins of the pages that people come back to when they have signed in; these may call the API. */
  pageOrigins: string[];
  /** The public keys that are given for the pool, a JWK set in JSON; undefined if those that it tells are taken. */
  signingKeys: string | undefined;
};

/** Configuration that cannot be deployed. Nothing has been made yet; every problem is named with its key. */
export class InvalidConfig extends Error {
  override readonly name = "InvalidConfig";

  constructor(readonly problems: readonly string[]) {
    super(`stack ${pulumi.getStack()}: ${problems.join("; ")}`);
  }
}

/**
 * Reads and checks the configuration of this stack.
 *
 * @throws InvalidConfig with every problem: the key, its value and what it may be
 */
export function readConfig(): Config {
  const problems: string[] = [];
  const berth = new pulumi.Config("berth");
  const found = Object.fromEntries(Object.keys(settings.shape).map((key) => [key, valueOf(berth, key)]));
  const result = settings.safeParse(found);
  for (const { path, message } of result.error?.issues ?? []) {
    const key = String(path[0]);
    const value = found[key] === undefined ? "is not set" : `is ${JSON.stringify(found[key])}`;
    const where = path.length > 1 ? ` (at ${path.slice(1).join(".")})` : "";
    problems.push(`berth:${key} ${value}${where}: ${message}`);
  }

  if (result.data) problems.push(...userPoolProblems(result.data));

  const stack = pulumi.getStack();
  const region = new pulumi.Config("aws").get("region") ?? "";
  const environment = stack.slice(0, -region.length - 1);
  if (region === "") problems.push("aws:region is not set: it must be the region of this stack");
  else if (stack !== `${environment}-${region}` || environment === "") {
    problems.push(`aws:region is "${region}": the stack's name must be <environment>-${region}`);
  }
  const regions = result.data?.regions ?? [];
  if (result.data && region !== "" && !regions.includes(region)) {
    problems.push(`aws:region is "${region}": it must be one of berth:regions, ${regions.join(", ")}`);
  }
  const tags = valueOf(new pulumi.Config("aws"), "defaultTags");
  if (!defaultTags.safeParse(tags).success) {
    problems.push(
      `aws:defaultTags is ${JSON.stringify(tags)}: it must hold tags.owner, so that everything has an owner`,
    );
  }

  const [primary] = regions;
  if (!result.data || primary === undefined || problems.length > 0) throw new InvalidConfig(problems);
  const { userPoolId: id, userPoolClientId: clientId, userPoolKeys } = result.data;
  const signingKeys = JSON.stringify(userPoolKeys);
  return {
    ...result.data,
    environment,
    region,
    peerRegions: regions.filter((other) => other !== region),
    primary: region === primary,
    primaryStack: `${pulumi.getOrganization()}/${pulumi.getProject()}/${environment}-${primary}`,
    existingUserPool: id === "" ? undefined : { id, clientId, signingKeys },
    pageOrigins: [...new Set(result.data.signInUrls.map((url) => new URL(url).origin))],
    signingKeys: userPoolKeys.keys.length === 0 ? undefined : signingKeys,
  };
}

/** What keys that need each other lack. */
function userPoolProblems(given: z.infer<typeof settings>): string[] {
  const { userPoolId, userPoolClientId, userPoolKeys, signInUrls, signInDomainPrefix } = given;
  const problems: string[] = [];
  if (userPoolId !== "" && userPoolClientId === "") {
    problems.push("berth:userPoolClientId is not set: berth:userPoolId needs it, and both are set or none");
  }
  if (userPoolClientId !== "" && userPoolId === "") {
    problems.push("berth:userPoolId is not set: berth:userPoolClientId needs it, and both are set or none");
  }
  if (userPoolId !== "" && userPoolKeys.keys.length === 0) {
    problems.push("berth:userPoolKeys is not set: berth:userPoolId needs it, as it is no pool that the stack makes");
  }
  if (signInDomainPrefix !== "" && signInUrls.length === 0) {
    problems.push("berth:signInUrls is not set: berth:signInDomainPrefix needs it");
  }
  return problems;
}

const defaultTags = z.looseObject({ tags: z.looseObject({ owner: z.string().min(1) }) });

/** A value of the configuration: what it is as JSON, or the text itself. */
function valueOf(config: pulumi.Config, key: string): unknown {
  const text = config.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
