import { expect } from "chai";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { TableReplica } from "../../components/table-replica.ts";
import { valueOf } from "../../local/program.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const tableArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/ledger-1a2b3c4";

describe("TableReplica", () => {
  itIsAComponent((name, region) => new TableReplica(name, { region, tableArn, peerRegions: ["us-west-2"] }));

  it("is the table of another region's ARN, in its own region", async () => {
    await registered(async () => {
      const replica = new TableReplica("ledger", { region: "us-east-1", tableArn });
      const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/ledger-1a2b3c4";
      expect(await valueOf(replica.arn)).to.equal(arn);
      expect(await valueOf(replica.tableName)).to.equal("ledger-1a2b3c4");
      expect(replica.get.actions).to.deep.equal(["dynamodb:GetItem", "dynamodb:BatchGetItem"]);
      expect(replica.query.actions).to.deep.equal(["dynamodb:Query"]);
      expect(replica.write.actions).to.deep.equal([
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:ConditionCheckItem",
      ]);
      expect(replica.remove.actions).to.deep.equal(["dynamodb:DeleteItem"]);
      for (const { resources } of [replica.get, replica.query, replica.write])
        expect(resources).to.deep.equal([replica.arn]);
    });
  });

  it("rings on throttles and on replication to a peer that falls behind", async () => {
    const args = {
      region: "us-east-1",
      tableArn,
      peerRegions: ["eu-west-1", "ap-southeast-2"],
      alarmActions: ["arn:t"],
    };
    const resources = await registered(() => new TableReplica("ledger", args));
    for (const [kind, metricName] of [
      ["read", "ReadThrottleEvents"],
      ["write", "WriteThrottleEvents"],
    ]) {
      expect(one(resources, alarm, `ledger-${kind ?? ""}-throttles`).inputs).to.deep.include({
        metricName,
        dimensions: { TableName: "ledger-1a2b3c4" },
        threshold: 0,
        alarmActions: ["arn:t"],
      });
    }
    for (const peer of args.peerRegions) {
      expect(one(resources, alarm, `ledger-replication-${peer}`).inputs).to.deep.include({
        metricName: "ReplicationLatency",
        dimensions: { TableName: "ledger-1a2b3c4", ReceivingRegion: peer },
        threshold: 60_000,
      });
    }
  });

  it("refuses to be its own peer, and an alarm out of range", async () => {
    await registered(() => {
      const args = { region: "us-east-1", tableArn, peerRegions: ["us-east-1"], replicationLatencyAlarmSeconds: 0 };
      expect(() => new TableReplica("ledger", args)).to.throw(
        InvalidArguments,
        'TableReplica "ledger": replicationLatencyAlarmSeconds is 0, and must be a whole number from 1 to 86400; ' +
          "peerRegions holds us-east-1, and must not hold the replica's own region",
      );
    });
  });
});
