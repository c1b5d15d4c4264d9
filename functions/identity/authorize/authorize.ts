import type { APIGatewayAuthorizerResult } from "aws-lambda";
import * as z from "zod/mini";
import type { Method } from "./methods.ts";

/** The groups of the user pool that mean something to Berth. */
const groups = ["staff", "customer"] as const;

/** What a valid token has to say. */
const claims = z.object({
  sub: z.string().check(z.minLength(1)),
  exp: z.number(), // looked at by the verifier only if it is there
  "cognito:groups": z.optional(z.array(z.string())),
});

/** Why a token is not taken. The message never holds the token; it is for the log, not for the caller. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
}

/** What the authorizer knows before it is asked. */
export interface Dependencies {
  /** Gives the claims of a token that is valid, and throws otherwise; it never goes to the network. */
  readonly verify: (token: string) => unknown;
  /** The methods of the API that need a token. */
  readonly methods: readonly Method[];
}

/**
 * The policy for a caller: every method of the stage that they may call, as API Gateway keeps it by token and asks it for all
 * methods. What it does not name is denied: a path in another spelling, and a method that is newer than a policy that is kept. The
 * functions behind learn `customerId` and `group`.
 *
 * @throws TokenRefused saying why.
 */
export function authorize(
  { authorizationToken, methodArn }: { readonly authorizationToken: string; readonly methodArn: string },
  { verify, methods }: Dependencies,
): APIGatewayAuthorizerResult {
  const { sub: customerId, "cognito:groups": memberOf = [] } = verifiedClaims(authorizationToken, verify);
  const allowed = methods.filter(({ group }) => group === undefined || memberOf.includes(group));
  const stage = stageOf(methodArn);
  return {
    principalId: customerId,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: "execute-api:Invoke",
          Effect: "Allow",
          Resource: allowed.map(({ method }) => `${stage}/${method}`),
        },
      ],
    },
    context: { customerId, group: groups.find((group) => memberOf.includes(group)) ?? "customer" },
  };
}

function verifiedClaims(authorization: string, verify: (token: string) => unknown): z.infer<typeof claims> {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new TokenRefused("the Authorization header is not of the form: Bearer <token>");
  try {
    return claims.parse(verify(token));
  } catch (error) {
    // What the caller wrote may be quoted in the message: enough of it to find the fault, too little to be the token.
    throw new TokenRefused(error instanceof Error ? error.message.slice(0, 200) : "unknown");
  }
}

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/GET/items` becomes `…:<api>/<stage>`. */
function stageOf(methodArn: string): string {
  return methodArn.split("/").slice(0, 2).join("/");
}
