import type { FunctionConfiguration } from "./configuration.ts";
import type { WorkerSettings } from "./protocol.ts";

/** Temporary credentials of a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Whether an environment was started for a call, or ahead of calls. */
export type InitializationType = "on-demand" | "provisioned-concurrency";

interface Surroundings {
  readonly region: string;
  /** The region's endpoint for all AWS calls. */
  readonly endpointUrl: string;
  readonly credentials: RoleCredentials;
  readonly initializationType: InitializationType;
}

/**
 * The environment variables of a function: those that Lambda sets
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), the standard one that leads the AWS SDK to
 * this machine, and its own. Nothing comes from the host. Left out is what only Lambda's file system gives a meaning:
 * PATH, LD_LIBRARY_PATH, NODE_PATH, LAMBDA_RUNTIME_DIR and AWS_LAMBDA_RUNTIME_API.
 */
export function environmentVariables(settings: WorkerSettings, surroundings: Surroundings): Record<string, string> {
  const { configuration, version, memorySize } = settings;
  const { region, credentials } = surroundings;
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...configuration.environment,
    _HANDLER: configuration.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_ENDPOINT_URL: surroundings.endpointUrl,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_INITIALIZATION_TYPE: surroundings.initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: settings.logStreamName,
    ...logVariables(configuration),
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    LAMBDA_TASK_ROOT: settings.taskRoot,
  };
}

function logVariables({ logging = {} }: FunctionConfiguration): Record<string, string> {
  const { logFormat = "Text", applicationLogLevel } = logging;
  return {
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    ...(applicationLogLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: applicationLogLevel }),
  };
}
