/** An error that a client sees as the AWS SDK would show it: `name` is its code, `status` its HTTP status. */
export class AwsError extends Error {
  override readonly name: string;
  readonly status: number;

  /** @param status HTTP status. @default 400 */
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
