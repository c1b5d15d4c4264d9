import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import type { Context } from "aws-lambda";

/** Powertools' own variable; it is the dimension `service` of every metric, so one for the whole environment. */
const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? "berth";

/** The log of a function, one JSON object a line. Give it ids and counts: never an event, never a token. */
export const logger = new Logger({ serviceName });

/** The metrics of a function, published at the end of each invocation as a line of its log (EMF). */
export const metrics = new Metrics({ namespace: "Berth", serviceName });

/** The trace of a function. Its AWS clients are captured one by one; it calls nothing else over HTTP. */
export const tracer = new Tracer({ serviceName, captureHTTPsRequests: false });

/** A handler whose log lines carry the invocation's ids, and whose metrics are published when it ends, well or not. */
export function observed<Event, Result>(
  handle: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  return async (event, context) => {
    logger.addContext(context);
    try {
      return await handle(event, context);
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };
}

/** Does `work` in a subsegment of the trace that can be found by its annotations; without tracing, just does it. */
export async function traced<Result>(
  name: string,
  annotations: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
  if (parent === undefined) return work();
  const segment = parent.addNewSubsegment(name);
  tracer.setSegment(segment);
  try {
    for (const [key, value] of Object.entries(annotations)) tracer.putAnnotation(key, value);
    return await work();
  } finally {
    segment.close();
    tracer.setSegment(parent);
  }
}
