import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { components } from "../../../api/generated/types.ts";
import { DynamoDbStore } from "../../operations/dynamodb-store.ts";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { httpHandler, json } from "../../runtime/http.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { variables } from "./environment.ts";
import { keptFor, look } from "./health.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);
const region = environment.AWS_REGION;

const client = tracer.captureAWSv3Client(new SQSClient({}));
const askQueue = () =>
  client.send(new GetQueueAttributesCommand({ QueueUrl: environment.QUEUE_URL, AttributeNames: ["QueueArn"] }));
const now = () => new Date();
const store = new DynamoDbStore(documentClient, environment.TABLE_NAME);

/** Anybody may ask: so many questions as there are cost table and queue one in this time. */
const keptMilliseconds = 5_000;
const found = keptFor(keptMilliseconds, () => look({ region, store, askQueue, now, patienceMilliseconds: 1_000 }), now);

const health: components["schemas"]["Health"] = { status: "ok", region };

/** What monitors and load balancers ask: whether the region answers, and whether it can take bookings. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
      ["GET", "/health", () => Promise.resolve(json(200, health))],
      [
        "GET",
        "/health/deep",
        async () => {
          const finding = await found();
          if ("unfit" in finding) throw finding.unfit;
          return json(200, finding.health, { "cache-control": "no-store" });
        },
      ],
    ]),
  ),
);
