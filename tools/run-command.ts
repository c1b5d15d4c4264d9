/** Runs a command: what goes wrong is told in one line, and makes the process end with 1. */
export async function runCommand(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    console.error(`${name}: ${message}${cause instanceof Error ? ` (${cause.name}: ${cause.message})` : ""}`);
    process.exitCode = 1;
  }
}
