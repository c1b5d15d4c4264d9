import { z } from "zod";

/** How a page is asked for: `fetch`, or what stands for it. */
type Get = (url: string, init: { signal: AbortSignal }) => Promise<Pick<Response, "ok" | "status" | "text">>;

const keySet = z.looseObject({ keys: z.array(z.looseObject({ kid: z.string() })).min(1) });

const longestWaitMilliseconds = 10_000;

/**
 * The public keys by which the tokens of a Cognito user pool are verified, as the pool publishes them: a JWK set in JSON, the
 * keys in order of their ids, so that the same keys are the same text
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html).
 *
 * @param userPoolId such as `eu-west-1_aBcDeFgHi`
 * @throws Error naming the pool, the address and what came of it, if they cannot be read
 */
export async function publishedKeys(userPoolId: string, get: Get = fetch): Promise<string> {
  const [region = ""] = userPoolId.split("_");
  const url = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}/.well-known/jwks.json`;
  try {
    const response = await get(url, { signal: AbortSignal.timeout(longestWaitMilliseconds) });
    if (!response.ok) throw new Error(`the answer has the status ${response.status}`);
    const keys = keysOf(await response.text());
    return JSON.stringify({ keys: keys.toSorted((one, other) => one.kid.localeCompare(other.kid)) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the signing keys of the user pool ${userPoolId} cannot be read from ${url}: ${reason}`, {
      cause: error,
    });
  }
}

function keysOf(text: string): z.infer<typeof keySet>["keys"] {
  const result = keySet.safeParse(parsed(text));
  if (!result.success) throw new Error("the answer is no JWK set with keys in it");
  return result.data.keys;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // such as a page of a proxy
  }
}
