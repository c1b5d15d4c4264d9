import type { Exchange } from "./exchange.ts";
import { GatewayError } from "./gateway-error.ts";
import type { ProxyIntegration } from "./integration.ts";
import { principal, type Invoke } from "./ports.ts";
import { proxyEventOf } from "./proxy-event.ts";
import { proxyResponseOf, type ProxyResponse } from "./proxy-response.ts";

const configurationError = "Execution failed due to configuration error: ";

/**
 * Calls the function behind a method and reads its answer.
 *
 * @throws GatewayError INTEGRATION_TIMEOUT (504) past the timeout, whereupon the function goes on alone; 502 if it
 * fails or its answer is malformed; 500 if Lambda refuses the call
 */
export async function callFunction(
  invoke: Invoke,
  integration: ProxyIntegration,
  exchange: Exchange,
  stageVariables: Readonly<Record<string, string>> | null,
): Promise<ProxyResponse> {
  const began = performance.now();
  const call = invoke({
    functionArn: integration.functionArn,
    payload: proxyEventOf(exchange, stageVariables),
    invokedBy: { service: principal, sourceArn: exchange.methodArn(exchange.operation?.path ?? exchange.path) },
    traceHeader: exchange.traceId,
  }).catch((error: unknown) => {
    throw refusal(error, integration.functionArn);
  });
  try {
    const { requestId, payload, functionError } = await withTimeout(call, integration.timeoutMilliseconds);
    exchange.integrationRequestId = requestId;
    exchange.integrationStatus = 200; // of Lambda itself; a function's error is 200 too
    if (functionError !== undefined) {
      throw badGateway(
        `Lambda execution failed due to customer function error: ${functionError.errorMessage}. Lambda request id: ${requestId}`,
      );
    }
    const response = proxyResponseOf(payload);
    if (response === undefined) throw badGateway(`${configurationError}Malformed Lambda proxy response`);
    exchange.integrationStatus = response.status;
    return response;
  } finally {
    exchange.integrationLatency = Math.round(performance.now() - began);
  }
}

async function withTimeout<T>(call: Promise<T>, milliseconds: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      new GatewayError("INTEGRATION_TIMEOUT", "Endpoint request timed out", {
        log: `Execution failed due to a timeout error after ${milliseconds} ms`,
      }),
    );
  }, milliseconds);
  try {
    return await Promise.race([call, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function badGateway(log: string): GatewayError {
  return new GatewayError("DEFAULT_5XX", "Internal server error", { status: 502, log });
}

/** Lambda did not run the function. */
function refusal(error: unknown, functionArn: string): GatewayError {
  const name = error instanceof Error ? error.name : "";
  if (name === "AccessDeniedException" || name === "ResourceNotFoundException") {
    const log = `${configurationError}Invalid permissions on Lambda function ${functionArn}: ${String(error)}`;
    return new GatewayError("API_CONFIGURATION_ERROR", "Internal server error", { log });
  }
  return new GatewayError("DEFAULT_5XX", "Internal server error", { log: `Lambda refused the call: ${String(error)}` });
}
