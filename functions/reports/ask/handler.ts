import { SQSClient } from "@aws-sdk/client-sqs";
import type { components } from "../../../api/generated/types.ts";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler, json } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { idempotencyKeyOf } from "../../runtime/idempotency-key.ts";
import { rawBodyOf } from "../../runtime/json-body.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { stepSender } from "../step-queue.ts";
import { askReport } from "./ask-report.ts";
import type { Dependencies } from "./ask-report.ts";
import { variables } from "./environment.ts";
import { parseRequest } from "./request.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);

const dependencies: Dependencies = {
  table: { client: documentClient, name: environment.TABLE_NAME },
  region: environment.AWS_REGION,
  send: stepSender(tracer.captureAWSv3Client(new SQSClient({})), environment.QUEUE_URL),
  now: () => new Date(),
};

async function createReport(request: HttpRequest): Promise<Response> {
  const { correlationId, logger } = request;
  const askedBy = customerOf(request);
  const wanted = parseRequest({ ...rawBodyOf(request), idempotencyKey: idempotencyKeyOf(request) });
  const { reportId, queued } = await askReport(dependencies, { ...wanted, askedBy, correlationId });
  logger.info(queued ? "report queued" : "request repeated", { reportId });
  const body: components["schemas"]["ReportAccepted"] = { reportId, status: "queued" };
  return json(202, body, { location: `/reports/${reportId}` });
}

/** Takes the wish for a report, queues it, and answers 202. */
export const handler = warmable(
  observed(httpHandler(originsFrom(environment.PAGE_ORIGINS), [["POST", "/reports", createReport]])),
);
