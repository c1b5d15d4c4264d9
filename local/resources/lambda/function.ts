import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { functionArn, invokeArn } from "../../services/lambda/arn.ts";
import type { FunctionConfiguration } from "../../services/lambda/configuration.ts";
import { logGroupOf } from "../../services/lambda/configuration.ts";
import type { FunctionVersion } from "../../services/lambda/functions.ts";
import { type Instance, resourceType } from "../resource-type.ts";
import { filesOf } from "./archive.ts";

const inputs = z.object({
  name: z.string().optional(),
  role: z.string(),
  code: z.instanceof(pulumi.asset.AssetArchive, { error: "must be an AssetArchive" }),
  handler: z.string(),
  runtime: z.string(),
  description: z.string().optional(),
  timeout: z.number().optional(),
  memorySize: z.number().optional(),
  environment: z.strictObject({ variables: z.record(z.string(), z.string()).optional() }).optional(),
  tracingConfig: z.strictObject({ mode: z.enum(["Active", "PassThrough"]) }).optional(),
  loggingConfig: z
    .strictObject({
      logGroup: z.string().optional(),
      logFormat: z.enum(["Text", "JSON"]),
      applicationLogLevel: z.string().optional(),
    })
    .optional(),
  reservedConcurrentExecutions: z.number().optional(),
  publish: z.boolean().optional(),
});

/** A Node.js function, which runs in worker threads; the architecture is this machine's. */
export const lambdaFunction = resourceType({
  type: "aws:lambda/function:Function",
  inputs,
  withoutEffect: ["architectures", "packageType", "skipDestroy", "sourceCodeHash"],
  replaceOn: ["name"],
  changedByUpdate: ["version", "qualifiedArn", "qualifiedInvokeArn", "codeSha256", "sourceCodeSize", "lastModified"],
  async create({ region, autoName }, { name = autoName, ...given }) {
    const code = await filesOf(given.code);
    const version = await region.lambda.createFunction({ ...definitionOf(name, given), code });
    return instanceOf(region.name, version, given.reservedConcurrentExecutions);
  },
  read({ region }, id) {
    const found = region.lambda.functions.find(id);
    if (found === undefined) return Promise.resolve(undefined);
    const version = [...found.versions.values()].at(-1) ?? found.latest;
    return Promise.resolve(
      instanceOf(region.name, { ...found.latest, version: version.version }, found.reservedConcurrency),
    );
  },
  async update({ region }, id, given) {
    const code = await filesOf(given.code);
    const version = await region.lambda.updateFunction({ ...definitionOf(id, given), code });
    return instanceOf(region.name, version, given.reservedConcurrentExecutions);
  },
  delete: ({ region }, id) => region.lambda.deleteFunction(id),
});

function definitionOf(name: string, given: Omit<z.infer<typeof inputs>, "name">) {
  const configuration: FunctionConfiguration = {
    name,
    role: given.role,
    handler: given.handler,
    runtime: given.runtime,
    description: given.description,
    timeout: given.timeout,
    memorySize: given.memorySize,
    environment: given.environment?.variables,
    tracingMode: given.tracingConfig?.mode,
    logging: given.loggingConfig,
  };
  // Pulumi's way to say "no limit" is -1.
  const reserved = given.reservedConcurrentExecutions === -1 ? undefined : given.reservedConcurrentExecutions;
  return { configuration, reservedConcurrency: reserved, publish: given.publish };
}

function instanceOf(
  region: string,
  { configuration, version, code, lastModified }: FunctionVersion,
  reserved = -1,
): Instance {
  const { name, environment, tracingMode = "PassThrough", logging } = configuration;
  const arn = functionArn(region, name);
  const qualifiedArn = functionArn(region, name, version);
  return {
    id: name,
    outputs: {
      name,
      arn,
      qualifiedArn,
      version,
      role: configuration.role,
      handler: configuration.handler,
      runtime: configuration.runtime,
      description: configuration.description,
      timeout: configuration.timeout ?? 3,
      memorySize: configuration.memorySize ?? 128,
      environment: environment && { variables: environment },
      tracingConfig: { mode: tracingMode },
      loggingConfig: { logFormat: "Text", ...logging, logGroup: logGroupOf(configuration) },
      reservedConcurrentExecutions: reserved,
      invokeArn: invokeArn(region, arn),
      qualifiedInvokeArn: invokeArn(region, qualifiedArn),
      codeSha256: code.sha256,
      sourceCodeSize: code.size,
      lastModified: lastModified.toISOString(),
    },
  };
}
