import { randomUUID } from "node:crypto";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDbStore } from "../operations/dynamodb-store.ts";
import type { Site } from "../operations/site.ts";
import { metrics } from "../runtime/observability.ts";
import { documentClient } from "../runtime/table.ts";

/** The region that a function runs in, for a function that writes its table. */
export function siteOf(environment: {
  readonly TABLE_NAME: string;
  readonly REGIONS: string;
  readonly AWS_REGION: string;
}) {
  const store = new DynamoDbStore(documentClient, environment.TABLE_NAME);
  return {
    store,
    region: environment.AWS_REGION,
    regions: environment.REGIONS.split(",").map((region) => region.trim()),
    now: () => new Date(),
    random: Math.random,
    newId: randomUUID,
    onContention: (kind) => {
      metrics.addMetric(kind === "conflict" ? "TransactionConflict" : "TransactionThrottled", MetricUnit.Count, 1);
    },
  } satisfies Site;
}
