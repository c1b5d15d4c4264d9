import * as aws from "@pulumi/aws";
import { expect } from "chai";
import * as tables from "../../../policies/multi-region/tables.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { replica, table } from "../sound/storage.ts";
import { unknown, violations } from "../violations.ts";

const all = ["eu-west-1", "us-east-1", "ap-southeast-2"];

itIsAStackRule(tables.tableReplicas, {
  holds: [
    [() => table("ledger", { replicas: [] }), { minimumRegions: 1 }],
    [
      () => table("ledger", { region: "ap-southeast-2", replicas: [replica("us-east-1"), replica("eu-west-1")] }),
      { regions: all },
    ],
    [
      () => {
        const { arn: globalTableArn } = table("ledger", { replicas: undefined });
        new aws.dynamodb.TableReplica("ledger", { globalTableArn, region: "us-east-1" });
      },
    ],
  ],
  breaks: [
    [
      () => table("ledger", { replicas: [] }),
      [["it lies in eu-west-1 only: add replicas, until there are 2 regions.", "ledger"]],
    ],
    [
      () => table("ledger"),
      [["it lies in eu-west-1, us-east-1 only: add replicas, until there are 3 regions.", "ledger"]],
      { minimumRegions: 3 },
    ],
    [
      () => table("ledger"),
      [["it lies in eu-west-1, us-east-1: add replicas in ap-southeast-2.", "ledger"]],
      { regions: all },
    ],
  ],
  unknown: [
    [() => table("ledger"), []],
    [() => table("ledger", { replicas: later([replica("us-east-1")]) }), "unjudged"],
  ],
});

const type = "aws:dynamodb/table:Table";

itIsAResourceRule(tables.tableRecoverable, {
  type,
  breaks: [
    [
      { pointInTimeRecovery: undefined },
      ["pointInTimeRecovery.enabled is not true: set it, so that the table can be restored."],
    ],
    [
      { pointInTimeRecovery: { enabled: false }, replicas: [{ regionName: "us-east-1" }] },
      [
        "pointInTimeRecovery.enabled is not true: set it, so that the table can be restored.",
        "the replica in us-east-1 has no pointInTimeRecovery: set it to true there too.",
      ],
    ],
  ],
  unknown: [
    [{ pointInTimeRecovery: { enabled: unknown } }, "unjudged"],
    [{ replicas: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(tables.tableDeletionProtection, {
  type,
  breaks: [
    [{ deletionProtectionEnabled: undefined }, ["deletionProtectionEnabled is not set: set it to true."]],
    [
      { replicas: [replica("us-east-1", { deletionProtectionEnabled: false })] },
      ["the replica in us-east-1 has no deletionProtectionEnabled: set it to true there too."],
    ],
  ],
  unknown: [[{ deletionProtectionEnabled: unknown }, "unjudged"]],
});

itIsAResourceRule(tables.tableStream, {
  type,
  holds: [
    [{ replicas: undefined, streamEnabled: undefined }],
    [{ replicas: [replica("us-east-1", { consistencyMode: "STRONG" })], streamEnabled: false }],
  ],
  breaks: [
    [{ streamEnabled: false }, ["streamEnabled is false, and the table has replicas: set it to true."]],
    [{ streamViewType: "KEYS_ONLY" }, ['streamViewType is KEYS_ONLY: set it to "NEW_AND_OLD_IMAGES".']],
  ],
  unknown: [[{ streamEnabled: unknown }, "unjudged"]],
});

itIsAResourceRule(tables.tableTtlConsistency, {
  type,
  holds: [[{ ttl: { enabled: true } }], [{ replicas: [replica("us-east-1", { consistencyMode: "STRONG" })] }]],
  breaks: [
    [
      { replicas: [replica("us-east-1", { consistencyMode: "STRONG" })], ttl: { enabled: true } },
      ["ttl.enabled is true, and the replica in us-east-1 is STRONG: leave one out, and delete old items yourself."],
    ],
  ],
  unknown: [[{ replicas: [replica("us-east-1", { consistencyMode: "STRONG" })], ttl: unknown }, "unjudged"]],
});

describe("the other resources of tables", () => {
  const of = (type: string, inputs: Record<string, unknown>) => ({ type, name: "ledger", inputs });
  const replicaType = "aws:dynamodb/tableReplica:TableReplica";

  it("a replica that is a resource of its own is judged as one in the table", async () => {
    const bare = of(replicaType, { globalTableArn: unknown });
    expect(await violations(tables.tableRecoverable, bare)).to.deep.equal([
      "pointInTimeRecovery is not true: set it, so that it can be restored.",
    ]);
    expect(await violations(tables.tableDeletionProtection, bare)).to.deep.equal([
      "deletionProtectionEnabled is not set: set it to true.",
    ]);
    const sound = of(replicaType, { pointInTimeRecovery: true, deletionProtectionEnabled: true });
    expect(await violations(tables.tableRecoverable, sound)).to.be.empty;
    expect(await violations(tables.tableDeletionProtection, sound)).to.be.empty;
  });

  it("a global table of 2017 is refused, whatever a preview knows of it", async () => {
    const old = of("aws:dynamodb/globalTable:GlobalTable", { replicas: unknown });
    expect(await violations(tables.globalTableVersion, old)).to.have.lengthOf(1);
    expect(await violations(tables.globalTableVersion, of(type, {}))).to.be.empty;
  });
});
