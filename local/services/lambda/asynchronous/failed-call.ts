import type { InvokeResult } from "../invocation.ts";

/** Why a call was given up. */
export type GivenUpCondition = "RetriesExhausted" | "EventAgeExceeded";

interface FailedCall {
  readonly functionArn: string;
  readonly version: string;
  readonly payload: unknown;
  readonly runs: number;
  readonly condition: GivenUpCondition;
  /** What came of the last run; undefined if there was none. */
  readonly last: InvokeResult | undefined;
}

/** What a failure destination is told of a call: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function invocationRecord({ functionArn, version, payload, runs, condition, last }: FailedCall) {
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: { requestId: last?.requestId ?? "", functionArn, condition, approximateInvokeCount: runs },
    requestPayload: payload,
    ...(last === undefined
      ? {}
      : {
          responseContext: { statusCode: 200, executedVersion: version, functionError: "Unhandled" },
          responsePayload: last.functionError,
        }),
  };
}
