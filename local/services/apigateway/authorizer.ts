import { createHash } from "node:crypto";
import { z } from "zod";
import { accountId } from "../../account.ts";
import type { TokenAuthorizerDefinition } from "./authorizer-definition.ts";
import { decide, policySchema, type AuthorizerPolicy } from "./authorizer-policy.ts";
import type { Exchange, Grant } from "./exchange.ts";
import { GatewayError } from "./gateway-error.ts";
import { principal, type Invoke } from "./ports.ts";

const answerSchema = z.looseObject({
  principalId: z.string().min(1),
  policyDocument: policySchema,
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
});

interface Answer {
  readonly principalId: string;
  readonly context: Readonly<Record<string, string>>;
  readonly policy: AuthorizerPolicy;
}

/** More tokens than that are not kept: the oldest goes. */
const largestCache = 10_000;

/**
 * A Lambda authorizer of type TOKEN with its cache: an answer is kept for its token, whatever the method, and its
 * policy is evaluated for each request anew.
 */
export class TokenAuthorizer {
  readonly #definition: TokenAuthorizerDefinition;
  readonly #invoke: Invoke;
  readonly #clock: () => number;
  readonly #cache = new Map<string, { answer: Answer; until: number }>();

  /** @param clock the time in milliseconds */
  constructor(definition: TokenAuthorizerDefinition, invoke: Invoke, clock: () => number) {
    this.#definition = definition;
    this.#invoke = invoke;
    this.#clock = clock;
  }

  /**
   * Lets a request in.
   *
   * @throws GatewayError UNAUTHORIZED without a token that can be valid; ACCESS_DENIED if the policy does not allow the
   * method; AUTHORIZER_CONFIGURATION_ERROR if the function fails, may not be called, or answers what is no answer
   */
  async authorize(exchange: Exchange, token: string | undefined): Promise<Grant> {
    const { pattern } = this.#definition;
    if (token === undefined || token === "" || pattern?.test(token) === false) throw unauthorized();
    const began = this.#clock();
    const cached = this.#cached(token);
    const answer = cached ?? (await this.#ask(exchange, token));
    const decision = decide(answer.policy, exchange.methodArn(exchange.path));
    if (decision !== "allow") {
      const because = decision === "explicit deny" ? " with an explicit deny" : "";
      throw new GatewayError("ACCESS_DENIED", `User is not authorized to access this resource${because}`);
    }
    const integrationLatency = cached ? 0 : Math.round(this.#clock() - began);
    return { principalId: answer.principalId, context: answer.context, integrationLatency };
  }

  #cached(token: string): Answer | undefined {
    const entry = this.#cache.get(token);
    if (entry === undefined) return undefined;
    if (entry.until > this.#clock()) return entry.answer;
    this.#cache.delete(token);
    return undefined;
  }

  async #ask(exchange: Exchange, token: string): Promise<Answer> {
    const { name, functionArn, ttlSeconds } = this.#definition;
    const { region, apiId } = exchange.stage;
    const id = createHash("sha256").update(`${apiId}${name}`).digest("hex").slice(0, 6);
    const payload = { type: "TOKEN", authorizationToken: token, methodArn: exchange.methodArn(exchange.path) };
    const sourceArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/authorizers/${id}`;
    const result = await this.#invoke({
      functionArn,
      payload,
      invokedBy: { service: principal, sourceArn },
      traceHeader: exchange.traceId,
    }).catch((error: unknown) => {
      throw misconfigured(`the authorizer could not be called: ${String(error)}`);
    });
    if (result.functionError !== undefined) {
      const { errorType, errorMessage } = result.functionError;
      if (errorMessage === "Unauthorized") throw unauthorized();
      throw misconfigured(`the authorizer failed: ${errorType}: ${errorMessage}`);
    }
    const parsed = answerSchema.safeParse(result.payload);
    if (!parsed.success) throw misconfigured(`the authorizer's answer is malformed: ${z.prettifyError(parsed.error)}`);
    const { principalId, policyDocument: policy, context } = parsed.data;
    const answer = { principalId, policy, context: context ?? {} };
    if (ttlSeconds > 0) this.#keep(token, answer, this.#clock() + ttlSeconds * 1000);
    return answer;
  }

  #keep(token: string, answer: Answer, until: number): void {
    const [oldest] = this.#cache.keys();
    if (this.#cache.size >= largestCache && oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(token, { answer, until });
  }
}

function unauthorized(): GatewayError {
  return new GatewayError("UNAUTHORIZED", "Unauthorized");
}

function misconfigured(log: string): GatewayError {
  return new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", null, {
    log: `Execution failed due to configuration error: ${log}`,
  });
}
