/** An API document, or a setting of an API, that API Gateway would refuse or that this machine does not know. */
export class InvalidDocument extends Error {
  /** @param problems what is wrong, each with the place where it is */
  constructor(what: string, problems: readonly string[]) {
    super(`${what}: ${problems.join("; ")}`);
    this.name = "InvalidDocument";
  }
}
