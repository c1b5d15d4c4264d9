import type { components } from "../../../api/generated/types.ts";

/** Why a request was not fulfilled, as the API tells it (RFC 9457). */
type Problem = components["schemas"]["Problem"];

/** The API has refused a request. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** What went wrong, without `urn:berth:problem:`, such as `not-confirmed`. */
  readonly kind: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly fields: readonly components["schemas"]["InvalidField"][];
  /** Where it could be done, of a problem `edited-elsewhere`. */
  readonly region: string | undefined;

  constructor({ type, title, status, detail, errors = [], region }: Problem) {
    super(detail ?? title);
    this.kind = type.replace("urn:berth:problem:", "");
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.fields = errors;
    this.region = region;
  }
}

/** The problem that a body tells; one that is unreadable is a failure of the server. */
export function problemFrom(body: unknown, status: number): ApiProblem {
  if (isProblem(body)) return new ApiProblem(body);
  return new ApiProblem({ type: "internal-error", title: "The answer could not be read", status });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "type" in body && "title" in body && "status" in body;
}
