import { expect } from "chai";
import * as placement from "../../../policies/multi-region/placement.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { houseProvider, unknown, violations } from "../violations.ts";

const two = { regions: ["eu-west-1", "eu-central-1"] };

itIsAResourceRule(placement.regionAllowed, {
  type: "aws:dynamodb/table:Table",
  holds: [[{ replicas: [{ regionName: "eu-central-1" }] }, two]],
  breaks: [
    [
      { region: "me-south-1", replicas: [] },
      ["it lies in me-south-1, by its own region: use one of eu-west-1, eu-central-1."],
      two,
    ],
    [{}, ["it has a replica in us-east-1: use one of eu-west-1, eu-central-1."], two],
    [{ replicas: [] }, ["it lies in eu-west-1, by its provider: use one of us-east-1."], { regions: ["us-east-1"] }],
  ],
  unknown: [[{ region: unknown }, "unjudged"]],
});

describe("region-allowed", () => {
  const judge = (type: string, inputs: Record<string, unknown>, region?: string) =>
    violations(
      placement.regionAllowed,
      { type, name: "one", inputs, provider: { ...houseProvider, props: region === undefined ? {} : { region } } },
      two,
    );

  it("takes the regions that every account has, if nobody says which", async () => {
    const of = (region: string) =>
      violations(placement.regionAllowed, { type: "aws:sqs/queue:Queue", name: "one", inputs: { region } });
    expect(await of("ap-northeast-3")).to.be.empty;
    expect(await of("af-south-1")).to.have.lengthOf(1);
  });

  it("judges a resource's own region before its provider's, and its provider's before none", async () => {
    expect(await judge("aws:sqs/queue:Queue", { region: "eu-west-1" }, "us-east-1")).to.be.empty;
    expect(await judge("aws:sqs/queue:Queue", {}, "us-east-1")).to.deep.equal([
      "it lies in us-east-1, by its provider: use one of eu-west-1, eu-central-1.",
    ]);
    expect(await judge("aws:sqs/queue:Queue", {})).to.deep.equal([
      "neither the resource nor its provider says a region: set one of eu-west-1, eu-central-1.",
    ]);
  });

  it("judges a provider too", async () => {
    expect(await judge("pulumi:providers:aws", { region: "eu-west-1" })).to.be.empty;
    expect(await judge("pulumi:providers:aws", {})).to.be.empty; // what is made with it is judged
    expect(await judge("pulumi:providers:aws", { region: "us-west-2" })).to.deep.equal([
      'region of the provider is "us-west-2": set one of eu-west-1, eu-central-1.',
    ]);
  });

  it("leaves out what has no region, and what CloudFront takes from us-east-1 only", async () => {
    expect(await judge("aws:iam/role:Role", {}, "us-east-1")).to.be.empty;
    expect(await judge("aws:wafv2/webAcl:WebAcl", { region: "us-east-1", scope: "CLOUDFRONT" })).to.be.empty;
    expect(await judge("aws:wafv2/webAcl:WebAcl", { region: "us-east-1", scope: "REGIONAL" })).to.have.lengthOf(1);
    expect(await judge("aws:acm/certificate:Certificate", { region: "us-east-1" })).to.be.empty;
    expect(await judge("awsx:ec2:Vpc", {})).to.be.empty;
  });

  it("judges where the replicas of a secret lie", async () => {
    const secret = "aws:secretsmanager/secret:Secret";
    const inputs = { region: "eu-west-1", replicas: [{ region: "sa-east-1" }] };
    expect(await judge(secret, inputs)).to.deep.equal([
      "it has a replica in sa-east-1: use one of eu-west-1, eu-central-1.",
    ]);
  });
});
