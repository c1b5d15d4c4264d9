/** A reason why the machine cannot run, in one line that says what to do. The command prints it and exits with 1. */
export class MachineError extends Error {
  override readonly name = "MachineError";
}
