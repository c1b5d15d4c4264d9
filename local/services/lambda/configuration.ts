import { LambdaError } from "./errors.ts";

/** How a function is run: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export interface FunctionConfiguration {
  readonly name: string;
  /** ARN of the role whose credentials it gets. */
  readonly role: string;
  /** `<file>.<export>`, such as `index.handler`. */
  readonly handler: string;
  /** Such as `nodejs24.x`. Any Node.js runtime is run by this machine's Node.js. */
  readonly runtime: string;
  readonly description?: string;
  /** Longest run in seconds, 1 to 900. @default 3 */
  readonly timeout?: number;
  /** In MB, 128 to 10,240. @default 128 */
  readonly memorySize?: number;
  /** @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** `Active` marks every trace as sampled. @default PassThrough */
  readonly tracingMode?: "Active" | "PassThrough";
  readonly logging?: LoggingConfiguration;
}

/** Where the lines of a function go and what they look like. */
export interface LoggingConfiguration {
  /** @default /aws/lambda/<name> */
  readonly logGroup?: string;
  /** What `console` writes: text, or JSON objects. @default Text */
  readonly logFormat?: "Text" | "JSON";
  /** Least level of `console` that is written, with format JSON. @default INFO */
  readonly applicationLogLevel?: string;
}

/** The defaults that Lambda has: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const defaults = { timeout: 3, memorySize: 128 } as const;

/** Log levels from the least to the most severe. */
export const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

/** The group that a function's lines go to. */
export function logGroupOf({ name, logging }: FunctionConfiguration): string {
  return logging?.logGroup ?? `/aws/lambda/${name}`;
}

const largestEnvironment = 4096;

/** Variables that Lambda sets itself and that a function may therefore not. */
const reserved = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/**
 * Checks a configuration by Lambda's rules, all at once.
 *
 * @throws LambdaError InvalidParameterValueException naming the function, the values and the rules
 */
export function checkConfiguration(configuration: FunctionConfiguration): void {
  const { name, handler, runtime, environment = {}, logging = {} } = configuration;
  const { timeout = defaults.timeout, memorySize = defaults.memorySize } = configuration;
  const problems: string[] = [];
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
    problems.push(`name is ${name}, and must be 1 to 64 letters, digits, - or _`);
  if (!/^[^\s.]+\.[^\s]+$/.test(handler)) problems.push(`handler is ${handler}, and must be <file>.<export>`);
  if (!/^nodejs\d+\.x$/.test(runtime)) {
    problems.push(`runtime is ${runtime}, and this machine runs Node.js only, such as nodejs24.x`);
  }
  if (!isWholeNumber(timeout, 1, 900)) problems.push(`timeout is ${timeout}, and must be 1 to 900 seconds`);
  if (!isWholeNumber(memorySize, 128, 10_240))
    problems.push(`memorySize is ${memorySize}, and must be 128 to 10240 MB`);
  const level = logging.applicationLogLevel;
  if (level !== undefined && !logLevels.some((known) => known === level)) {
    problems.push(`loggingConfig.applicationLogLevel is ${level}, and must be one of ${logLevels.join(", ")}`);
  }
  if (level !== undefined && logging.logFormat !== "JSON") {
    problems.push(`loggingConfig.applicationLogLevel is ${level}, and needs logFormat JSON`);
  }
  for (const key of Object.keys(environment)) {
    if (reserved.has(key)) problems.push(`the environment variable ${key} is reserved: Lambda sets it itself`);
    else if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(key)) {
      problems.push(`the environment variable ${key} must be a letter and then one or more letters, digits or _`);
    }
  }
  const size = Buffer.byteLength(JSON.stringify(environment));
  if (size > largestEnvironment) problems.push(`the environment has ${size} bytes, and may have ${largestEnvironment}`);
  if (problems.length > 0) {
    throw new LambdaError("InvalidParameterValueException", `function ${name}: ${problems.join("; ")}`);
  }
}

function isWholeNumber(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
