/** The errors of Lambda's API that this machine gives, by the names that AWS gives them. */
export type LambdaErrorName =
  | "AccessDeniedException"
  | "InvalidParameterValueException"
  | "RequestTooLargeException"
  | "ResourceConflictException"
  | "ResourceNotFoundException"
  | "ServiceException"
  | "TooManyRequestsException";

/** A call that Lambda refuses; the function was not run. Tell kinds apart by `name`. */
export class LambdaError extends Error {
  override readonly name: LambdaErrorName;

  constructor(name: LambdaErrorName, message: string) {
    super(message);
    this.name = name;
  }
}
