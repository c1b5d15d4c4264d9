import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import { type Config, InvalidConfig, readConfig, settings } from "../config.ts";
import { evaluate } from "../local/program.ts";
import { Project } from "../local/project.ts";

const project = new Project(".");

/** Reads the configuration of a committed stack after a change; `undefined` takes a key away. */
async function read(stack: string, change: Record<string, string | undefined> = {}): Promise<Config> {
  const { config } = project.program(stack, { "berth:userPoolKeys": { keys: [rsaKey] } });
  const changed = Object.entries({ ...config, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const found: Config[] = [];
  const run = () => {
    found.push(readConfig());
    return Promise.resolve({});
  };
  await evaluate({ project: "berth", stack, config: Object.fromEntries(changed), run }, () => {
    throw new Error("configuration registers nothing");
  });
  const [only] = found;
  if (only === undefined) throw new Error("the configuration was not read");
  return only;
}

const pool = { "berth:userPoolId": "eu-west-1_aBcDeFgHi", "berth:userPoolClientId": "4h57example" };
const rsaKey = { kid: "1", kty: "RSA", n: "AQAB", e: "AQAB" };

async function refusal(change: Record<string, string | undefined>, stack = "prod-eu-west-1"): Promise<string> {
  try {
    await read(stack, change);
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidConfig);
    return (error as Error).message;
  }
  throw new Error("the configuration was taken");
}

describe("config", () => {
  it("declares the same keys in Pulumi.yaml, each with a type and a meaning", () => {
    const { config } = parse(readFileSync("Pulumi.yaml", "utf8")) as {
      config: Record<string, { type: string; description: string; default?: unknown }>;
    };
    expect(Object.keys(config)).to.have.members(Object.keys(settings.shape));
    for (const [key, { type, description, default: value }] of Object.entries(config)) {
      expect(description, key).to.have.length.above(20);
      expect(type, key).to.be.oneOf(["string", "integer", "boolean", "array", "object"]);
      const schema = settings.shape[key as keyof typeof settings.shape];
      if (value !== undefined) expect(schema.safeParse(value).success, `default of ${key}`).to.equal(true);
    }
  });

  for (const stack of project.stacks) {
    it(`reads the committed stack ${stack}`, async () => {
      const config = await read(stack);
      expect(`${config.environment}-${config.region}`).to.equal(stack);
      expect([config.region, ...config.peerRegions]).to.have.members(config.regions);
      expect(config.primary).to.equal(config.regions[0] === config.region);
      expect(config.primaryStack).to.equal(`organization/berth/${config.environment}-${config.regions[0] ?? ""}`);
    });
  }

  it("names the user pool that is there already, with its keys, if there is one", async () => {
    const signingKeys = JSON.stringify({ keys: [rsaKey] });
    expect(await read("prod-us-east-1", pool)).to.deep.include({
      existingUserPool: { id: "eu-west-1_aBcDeFgHi", clientId: "4h57example", signingKeys },
      signingKeys,
    });
    expect(await read("prod-us-east-1")).to.deep.include({ existingUserPool: undefined, signingKeys });
    expect(await read("prod-us-east-1", { "berth:userPoolKeys": '{"keys":[]}' })).to.include({
      signingKeys: undefined,
    });
  });

  it("has no cache of answers unless the stack says how large it is", async () => {
    expect(await read("dev-eu-west-1")).to.include({ apiCacheGigabytes: 0 });
    expect(await read("prod-eu-west-1")).to.include({ apiCacheGigabytes: 0.5 });
    expect(await read("prod-eu-west-1", { "berth:apiCacheGigabytes": "237" })).to.include({ apiCacheGigabytes: 237 });
  });

  const broken: [string, Record<string, string | undefined>, string][] = [
    ["no regions", { "berth:regions": undefined }, "berth:regions is not set"],
    ["a region twice", { "berth:regions": '["eu-west-1","eu-west-1"]' }, "must name each region once"],
    ["an unknown form of region", { "berth:regions": '["Ireland"]' }, "(at 0): must be the name of an AWS region"],
    ["regions without this one", { "berth:regions": '["us-east-1"]' }, 'aws:region is "eu-west-1": it must be one of'],
    [
      "another region than the stack's name",
      { "aws:region": "us-east-1" },
      "the stack's name must be <environment>-us",
    ],
    ["no region", { "aws:region": undefined }, "aws:region is not set"],
    ["nobody as owner", { "aws:defaultTags": '{"tags":{}}' }, "it must hold tags.owner"],
    ["a pool's id of another form", { "berth:userPoolId": "pool" }, 'berth:userPoolId is "pool": must be a pool\'s id'],
    [
      "a pool without its client",
      { "berth:userPoolId": "eu-west-1_aBcDeFgHi" },
      "berth:userPoolClientId is not set: berth:userPoolId needs it, and both are set or none",
    ],
    [
      "a client without its pool",
      { "berth:userPoolClientId": "4h57example" },
      "berth:userPoolId is not set: berth:userPoolClientId needs it, and both are set or none",
    ],
    [
      "a pool that is there already without its keys",
      { ...pool, "berth:userPoolKeys": '{"keys":[]}' },
      "berth:userPoolKeys is not set: berth:userPoolId needs it",
    ],
    ["a token for two days", { "berth:accessTokenMinutes": "2880" }, "berth:accessTokenMinutes is 2880"],
    ["what is no key", { "berth:userPoolKeys": '{"keys":[{"kid":"1"}]}' }, "(at keys.0.kty)"],
    ["an open address to sign in", { "berth:signInUrls": '["http://a.example"]' }, "(at 0): must be an https or"],
    [
      "a domain prefix of AWS's",
      { "berth:signInDomainPrefix": "aws-berth" },
      'berth:signInDomainPrefix is "aws-berth": must be 1 to 63 letters, digits and hyphens',
    ],
    [
      "pages to sign in that lead nowhere",
      { "berth:signInDomainPrefix": "berth" },
      "berth:signInUrls is not set: berth:signInDomainPrefix needs it",
    ],
    ["a partner without a plan", { "berth:partners": '[{"name":"acme"}]' }, "(at 0.requestsPerSecond)"],
    [
      "a retention between steps",
      { "berth:logRetentionDays": "31" },
      "berth:logRetentionDays is 31: must be one of 1, 3",
    ],
    [
      "a cache between sizes",
      { "berth:apiCacheGigabytes": "1" },
      "berth:apiCacheGigabytes is 1: must be 0 or one of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237",
    ],
    ["a cache without a size", { "berth:apiCacheGigabytes": "" }, 'berth:apiCacheGigabytes is ""'],
    ["a word for a number", { "berth:claimConcurrency": "many" }, 'berth:claimConcurrency is "many"'],
    ["a concurrency of 1", { "berth:claimConcurrency": "1" }, "berth:claimConcurrency is 1"],
    ["a text for a boolean", { "berth:deletionProtection": "yes" }, 'berth:deletionProtection is "yes"'],
    ["what is no address", { "berth:alarmEmails": '["oncall"]' }, "(at 0): must be an address"],
    ["a made-up currency", { "berth:currency": "EURO" }, "must be an ISO 4217 code, such as EUR"],
    ["a made-up time zone", { "berth:businessHoursTimeZone": "Mars/Base" }, "must be an IANA time zone"],
  ];
  for (const [what, change, message] of broken) {
    it(`refuses ${what}, naming the key and what it may be`, async () => {
      expect(await refusal(change))
        .to.include("stack prod-eu-west-1: ")
        .and.to.include(message);
    });
  }

  it("reports every problem at once", async () => {
    const message = await refusal({
      "berth:claimConcurrency": "0",
      "berth:userPoolId": "pool",
      "aws:defaultTags": undefined,
    });
    expect(message).to.include("berth:claimConcurrency").and.include("berth:userPoolId").and.include("aws:defaultTags");
  });
});
