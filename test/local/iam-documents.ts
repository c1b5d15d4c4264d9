/** A trust policy that lets Lambda take the role on. */
export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
});

/** A policy document of one statement. */
export function policy(
  effect: "Allow" | "Deny",
  action: string | string[],
  resource: string,
  rest: object = {},
): string {
  const statement = { Effect: effect, Action: action, Resource: resource, ...rest };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
