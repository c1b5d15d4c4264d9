import { AwsError } from "./aws-error.ts";
import { type CredentialScope, credentialScope } from "./credential-scope.ts";

const parameters = ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"] as const;

/** AWS's limit, in seconds: a week. */
const longestValidity = 604_800;

/**
 * Who signed the URL and for what, by its query, or undefined if it is not presigned
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html).
 *
 * @param now epoch milliseconds
 * @throws AwsError AuthorizationQueryParametersError for a parameter that is missing or wrong; AccessDenied once it has expired
 */
export function presignedScope(url: string, now: number): CredentialScope | undefined {
  const query = new URL(url, "http://localhost").searchParams;
  const given = Object.fromEntries(parameters.map((name) => [name, query.get(`X-Amz-${name}`) ?? ""]));
  const { Algorithm: algorithm, Credential: credential, Date: date = "", Expires: expires } = given;
  const missing = parameters.filter((name) => given[name] === "").map((name) => `X-Amz-${name}`);
  if (missing.length === parameters.length) return undefined;
  if (missing.length > 0) throw invalid(`a presigned URL needs ${missing.join(", ")} too`);
  const scope = credentialScope(`${algorithm ?? ""} Credential=${credential ?? ""},`);
  if (scope === undefined) {
    throw invalid(
      "X-Amz-Algorithm must be AWS4-HMAC-SHA256, and X-Amz-Credential be <key>/<date>/<region>/<service>/aws4_request",
    );
  }
  const seconds = Number(expires);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestValidity) {
    throw invalid(`X-Amz-Expires is ${expires ?? ""}, and must be 1 to ${longestValidity} seconds`);
  }
  const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(signedAt)) throw invalid(`X-Amz-Date is ${date}, and must be such as 20260131T120000Z`);
  if (now > signedAt + seconds * 1000) throw new AwsError("AccessDenied", "Request has expired", 403);
  return scope;
}

function invalid(problem: string): AwsError {
  return new AwsError("AuthorizationQueryParametersError", problem);
}
