import { parseFunction } from "./arn.ts";
import { AsynchronousCalls, type AsynchronousOptions } from "./asynchronous/asynchronous-calls.ts";
import type { CodeFiles } from "./code.ts";
import { LambdaError } from "./errors.ts";
import { EventSourceMappings } from "./event-source-mappings.ts";
import {
  Functions,
  type Alias,
  type FunctionDefinition,
  type FunctionVersion,
  type StoredFunction,
} from "./functions.ts";
import type { InvokeRequest, InvokeResult } from "./invocation.ts";
import { isAllowed } from "./permission.ts";
import { Runner, type RunnerOptions } from "./runner.ts";

/** What a region's Lambda needs. */
export interface LambdaOptions extends RunnerOptions, Pick<AsynchronousOptions, "retryWaits"> {
  /** Where the code of functions is written. */
  readonly folder: string;
}

const largestRequest = 6 * 1024 * 1024;

/** A call that may be made. */
interface Admitted {
  readonly found: StoredFunction;
  readonly version: FunctionVersion;
  readonly qualifier: string | undefined;
  readonly arn: string;
  /** JSON. */
  readonly event: string;
}

/**
 * Lambda of one region. Functions are Node.js functions and run in worker threads of this process, from the very archive
 * that would be deployed. Left out: layers, container images, VPCs, file systems, response streaming and weighted
 * aliases.
 *
 * @example
 * const { payload, functionError } = await lambda.invoke({ functionArn: "accept:live", payload: event });
 */
export class Lambda {
  /** Such as `eu-west-1`. */
  readonly region: string;
  readonly functions: Functions;
  readonly eventSources: EventSourceMappings;
  /** Calls that nobody waits for. */
  readonly asynchronous: AsynchronousCalls;
  readonly #runner: Runner;
  readonly #underWay = new Map<string, number>();
  readonly #provisioned = new Map<string, number>();
  #isSuspended = false;

  constructor(options: LambdaOptions) {
    const { region, folder, endpointUrl, roles, logs, measurements } = options;
    this.region = region;
    this.functions = new Functions(region, folder);
    this.#runner = new Runner(options);
    const callers = {
      region,
      endpointUrl,
      roles,
      functions: this.functions,
      invoke: (request: InvokeRequest) => this.invoke(request),
      measurements,
      report: (group: string, line: string) => {
        logs.write(group, line);
      },
    };
    this.eventSources = new EventSourceMappings(callers);
    this.asynchronous = new AsynchronousCalls({ ...callers, retryWaits: options.retryWaits });
  }

  /** Makes a function. @throws LambdaError ResourceConflictException, InvalidParameterValueException */
  createFunction(definition: FunctionDefinition & { code: CodeFiles }): Promise<FunctionVersion> {
    return this.functions.create(definition);
  }

  /** Changes a function; environments that run what was `$LATEST` end. @throws LambdaError */
  async updateFunction(definition: FunctionDefinition): Promise<FunctionVersion> {
    const version = await this.functions.update(definition);
    this.#runner.pool(definition.configuration.name).retire((key) => key === "$LATEST");
    return version;
  }

  /** Removes a function with its environments; does nothing if it is gone. */
  async deleteFunction(name: string): Promise<void> {
    for (const key of this.#provisioned.keys()) if (key.startsWith(`${name}:`)) this.#provisioned.delete(key);
    await this.#runner.forget(name);
    await this.functions.delete(name);
  }

  /** Makes an alias or points it elsewhere; environments kept ready for it move along. @throws LambdaError */
  async putAlias(functionName: string, alias: { name: string; version: string; description?: string }): Promise<Alias> {
    const before = this.functions.get(functionName).aliases.get(alias.name)?.version;
    const stored = this.functions.putAlias(functionName, alias);
    const count = this.#provisioned.get(`${functionName}:${alias.name}`);
    if (count !== undefined && before !== undefined && before !== alias.version) {
      this.#runner.pool(functionName).unprovision(before);
      await this.provision(functionName, alias.name, count);
    }
    return stored;
  }

  /**
   * Keeps environments of a version or alias ready, as far as this machine has room for them.
   *
   * @throws LambdaError ResourceNotFoundException; InvalidParameterValueException for `$LATEST`, or past the reserved concurrency
   * @throws Error if the code does not load
   */
  async provision(functionName: string, qualifier: string, count: number): Promise<void> {
    const { found, version } = this.functions.resolve(`${functionName}:${qualifier}`);
    if (version.version === "$LATEST") {
      throw new LambdaError(
        "InvalidParameterValueException",
        `${functionName}: $LATEST takes no provisioned concurrency`,
      );
    }
    if (count > (found.reservedConcurrency ?? Infinity)) {
      throw new LambdaError(
        "InvalidParameterValueException",
        `${functionName}: provisioned concurrency is ${count}, and must not be above the reserved ${String(found.reservedConcurrency)}`,
      );
    }
    await this.#runner.pool(found.name).provision(version.version, count, (type) => this.#runner.start(version, type));
    this.#provisioned.set(`${functionName}:${qualifier}`, count);
  }

  /** How many environments of a version or alias are kept ready, or undefined if that was not asked for. */
  provisioned(functionName: string, qualifier: string): number | undefined {
    return this.#provisioned.get(`${functionName}:${qualifier}`);
  }

  /** Keeps none of a version or alias ready any more. */
  unprovision(functionName: string, qualifier: string): void {
    this.#provisioned.delete(`${functionName}:${qualifier}`);
    const found = this.functions.find(functionName);
    const version = found && this.functions.version(found, qualifier);
    if (version !== undefined) this.#runner.pool(functionName).unprovision(version.version);
  }

  /**
   * Runs a function and waits for its answer.
   *
   * @throws LambdaError ResourceNotFoundException; AccessDeniedException if a service calls without a permission;
   * TooManyRequestsException past the reserved concurrency; RequestTooLargeException past 6 MB; ServiceException
   * while it is suspended
   */
  async invoke(request: InvokeRequest): Promise<InvokeResult> {
    if (this.#isSuspended) throw new LambdaError("ServiceException", `Lambda of ${this.region} is not running`);
    const { found, version, qualifier, arn, event } = this.#admit(request);
    const { traceHeader } = request;
    const { reservedConcurrency = Infinity } = found;
    const underWay = this.#underWay.get(found.name) ?? 0;
    if (underWay >= reservedConcurrency) {
      this.#runner.throttled(version, qualifier);
      throw new LambdaError(
        "TooManyRequestsException",
        `Rate Exceeded: ${arn} may run ${reservedConcurrency} at a time`,
      );
    }
    this.#underWay.set(found.name, underWay + 1);
    this.#runner.began(version, qualifier, underWay + 1);
    try {
      return await this.#runner.run(found, version, { event, invokedFunctionArn: arn, qualifier, traceHeader });
    } finally {
      this.#underWay.set(found.name, (this.#underWay.get(found.name) ?? 1) - 1);
    }
  }

  /**
   * Takes a call that nobody waits for; it is run later, and again if it fails, as the function's configuration says.
   *
   * @throws LambdaError ResourceNotFoundException; AccessDeniedException; RequestTooLargeException, as `invoke`
   */
  accept({ functionArn, payload, invokedBy, traceHeader }: InvokeRequest): void {
    this.#admit({ functionArn, payload, invokedBy });
    this.asynchronous.accept({ functionArn, payload, traceHeader });
  }

  /** Cuts off whatever runs, as a loss of power does, and runs nothing until `resume`. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    await this.close();
  }

  /** Runs functions again, and reads event sources on; environments that are kept ready are started anew. */
  async resume(): Promise<void> {
    this.#isSuspended = false;
    for (const [key, count] of this.#provisioned) {
      const { name, qualifier = "$LATEST" } = parseFunction(key);
      await this.provision(name, qualifier, count);
    }
    this.eventSources.resume();
    this.asynchronous.resume();
  }

  /** Stops polling and ends every environment at once, so that a run that hangs holds nothing up. */
  async close(): Promise<void> {
    this.asynchronous.suspend();
    await Promise.all([this.eventSources.suspend(), this.#runner.close()]);
  }

  /** Finds what is called, if the caller may. */
  #admit({ functionArn, payload, invokedBy: caller }: InvokeRequest): Admitted {
    const { found, version, qualifier } = this.functions.resolve(functionArn);
    const arn = qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`;
    if (caller !== undefined && !isAllowed(found.permissions.values(), caller, qualifier)) {
      throw new LambdaError(
        "AccessDeniedException",
        `${caller.service} (${caller.sourceArn}) is not authorized to perform: lambda:InvokeFunction on resource: ${arn} ` +
          "because no resource-based policy allows the lambda:InvokeFunction action",
      );
    }
    const event = JSON.stringify(payload ?? null);
    if (Buffer.byteLength(event) > largestRequest) {
      throw new LambdaError("RequestTooLargeException", `${arn}: the request must be at most ${largestRequest} bytes`);
    }
    return { found, version, qualifier, arn, event };
  }
}
