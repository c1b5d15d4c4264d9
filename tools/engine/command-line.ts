/** What a command line of `pulumi` asks for, as far as it matters here. */
export interface CommandLine {
  /** Such as `up`, or `stack rm`. */
  readonly command: string;
  /** The stack that it names; undefined if it names none. */
  readonly stack?: string;
  readonly options: ReadonlySet<string>;
}

const aliases: Record<string, string> = { update: "up", pre: "preview" };

/** Options that are followed by a value, without which the first word after them would look like the command. */
const globalOptions = new Set(["--color", "-C", "--cwd", "--logflow", "--profiling", "--tracing", "-v", "--verbose"]);

/** Reads a command line: `["up", "--stack", "local-eu-west-1"]`. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const words: string[] = [];
  const options = new Set<string>();
  let stack: string | undefined;
  for (let place = 0; place < args.length; place++) {
    const arg = args[place] ?? "";
    const [option = "", value] = arg.split(/=(.*)/s, 2);
    if (!arg.startsWith("-")) words.push(arg);
    else options.add(option);
    if (option === "--stack" || option === "-s") stack = value ?? args[++place];
    else if (globalOptions.has(option) && value === undefined) place++;
  }
  const [first = "", second] = words;
  const command = aliases[first] ?? first;
  return {
    command: command === "stack" && second !== undefined ? `stack ${second}` : command,
    stack: stack?.split("/").at(-1),
    options,
  };
}
