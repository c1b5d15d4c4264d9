/** How a page is asked for: `fetch`, or what stands for it. */
type Get = (url: string, init: { signal: AbortSignal }) => Promise<Pick<Response, "ok" | "status" | "text">>;

const longestWaitMilliseconds = 10_000;

/**
 * The public keys by which the tokens of a Cognito user pool are verified, a JWK set in JSON, as the pool publishes them:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
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
    const text = await response.text();
    if (!isKeySet(text)) throw new Error("the answer is no JWK set with keys in it");
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the signing keys of the user pool ${userPoolId} cannot be read from ${url}: ${reason}`, {
      cause: error,
    });
  }
}

function isKeySet(text: string): boolean {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(keys) && keys.length > 0;
  } catch {
    return false;
  }
}
