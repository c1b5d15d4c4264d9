import { expect } from "chai";
import { GlobalTable } from "../../components/global-table.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const table = "aws:dynamodb/table:Table";

describe("GlobalTable", () => {
  itIsAComponent((name, region) => new GlobalTable(name, { region, replicaRegions: ["us-west-2"] }));

  it("is encrypted, recoverable, protected, paid by request, and streams what changes", async () => {
    const resources = await registered(() => new GlobalTable("ledger", { region: "eu-west-1" }));
    expect(one(resources, table).inputs).to.deep.include({
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      replicas: [],
    });
    expect(one(resources, table).inputs).not.to.have.property("ttl");
  });

  it("gives every replica what the table has, which AWS leaves off by default", async () => {
    const replicaRegions = ["us-east-1", "ap-southeast-2"];
    const resources = await registered(() => new GlobalTable("ledger", { region: "eu-west-1", replicaRegions }));
    expect(one(resources, table).inputs.replicas).to.deep.equal(
      replicaRegions.map((regionName) => ({
        regionName,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: true,
        propagateTags: true,
      })),
    );
  });

  it("leaves the table and its replicas unprotected when told to", async () => {
    const args = { region: "eu-west-1", replicaRegions: ["us-east-1"], deletionProtection: false };
    const { inputs } = one(await registered(() => new GlobalTable("ledger", args)), table);
    expect(inputs.deletionProtectionEnabled).to.equal(false);
    expect(inputs.replicas).to.have.nested.property("[0].deletionProtectionEnabled", false);
  });

  it("deletes items by the attribute that holds their end", async () => {
    const args = { region: "eu-west-1", ttlAttribute: "expiresAt" };
    const { inputs } = one(await registered(() => new GlobalTable("ledger", args)), table);
    expect(inputs.ttl).to.deep.equal({ attributeName: "expiresAt", enabled: true });
  });

  it("refuses replicas in its own region or twice in one, and attributes with two roles, all at once", async () => {
    const resources = await registered(() => {
      const args = { region: "eu-west-1", replicaRegions: ["eu-west-1", "us-east-1", "us-east-1"], sortKey: "pk" };
      expect(() => new GlobalTable("ledger", args)).to.throw(
        InvalidArguments,
        'GlobalTable "ledger": replicaRegions holds eu-west-1, and must not hold the table\'s own region; ' +
          "replicaRegions holds us-east-1 twice, and must hold a region once; " +
          "partitionKey is pk, sortKey pk, ttlAttribute absent, and must differ",
      );
    });
    expect(resources.map(({ name }) => name)).not.to.include("ledger");
  });
});
