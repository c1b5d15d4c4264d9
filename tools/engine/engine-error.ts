/** A reason why the engine cannot run, in one line that says what to do. The command prints it and exits with 1. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
