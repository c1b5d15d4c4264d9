import { rm } from "node:fs/promises";
import { join } from "node:path";
import { functionArn, parseFunction } from "./arn.ts";
import { copyCode, prepareFolder, storeCode, type CodeFiles, type StoredCode } from "./code.ts";
import { checkConfiguration, type FunctionConfiguration } from "./configuration.ts";
import { LambdaError } from "./errors.ts";
import type { Permission } from "./permission.ts";

/** A version of a function: what is run, and how. A published one never changes. */
export interface FunctionVersion {
  /** A number, or `$LATEST`. */
  readonly version: string;
  readonly arn: string;
  readonly configuration: FunctionConfiguration;
  readonly code: StoredCode;
  readonly lastModified: Date;
}

/** A name for a version. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly description?: string;
}

/** A function with all that belongs to it. */
export interface StoredFunction {
  readonly name: string;
  readonly arn: string;
  readonly latest: FunctionVersion;
  readonly versions: Map<string, FunctionVersion>;
  readonly aliases: Map<string, Alias>;
  readonly permissions: Map<string, Permission>;
  /** Most invocations at a time; undefined for no limit of its own. */
  readonly reservedConcurrency?: number;
}

/** What a function is made or changed with. */
export interface FunctionDefinition {
  readonly configuration: FunctionConfiguration;
  /** @default as it was, for a function that exists */
  readonly code?: CodeFiles;
  readonly reservedConcurrency?: number;
  /** Whether a version is published of what is new. @default false */
  readonly publish?: boolean;
}

/** The functions of a region, their versions and aliases. Code lies in `<folder>/<function>/<version>/`. */
export class Functions {
  readonly #functions = new Map<string, StoredFunction>();
  readonly #region: string;
  readonly #folder: string;

  constructor(region: string, folder: string) {
    this.#region = region;
    this.#folder = folder;
  }

  /**
   * Makes a function.
   *
   * @returns the published version, or `$LATEST` when none is published
   * @throws LambdaError ResourceConflictException if there is one of the name; InvalidParameterValueException
   */
  async create(definition: FunctionDefinition & { code: CodeFiles }): Promise<FunctionVersion> {
    const { configuration, code } = definition;
    checkConfiguration(configuration);
    const { name } = configuration;
    if (this.#functions.has(name)) {
      throw new LambdaError("ResourceConflictException", `Function already exist: ${name}`);
    }
    await prepareFolder(this.#folder);
    const stored = await storeCode(this.#codeFolder(name, "LATEST"), code);
    return this.#put(definition, stored);
  }

  /** Changes a function: its configuration as a whole, its code if some is given. */
  async update(definition: FunctionDefinition): Promise<FunctionVersion> {
    const { configuration, code } = definition;
    checkConfiguration(configuration);
    const before = this.get(configuration.name);
    const stored =
      code === undefined ? before.latest.code : await storeCode(this.#codeFolder(before.name, "LATEST"), code);
    return this.#put(definition, stored);
  }

  /** Removes a function with its versions and code; does nothing if it is gone. */
  async delete(name: string): Promise<void> {
    if (!this.#functions.delete(name)) return;
    await rm(join(this.#folder, name), { recursive: true, force: true });
  }

  /** The function, or undefined. */
  find(name: string): StoredFunction | undefined {
    return this.#functions.get(name);
  }

  /** The function. @throws LambdaError ResourceNotFoundException */
  get(name: string): StoredFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw this.#notFound(name);
    return found;
  }

  /** All functions. */
  all(): StoredFunction[] {
    return [...this.#functions.values()];
  }

  /**
   * What a name or ARN leads to.
   *
   * @throws LambdaError ResourceNotFoundException if there is no such function, version or alias
   */
  resolve(reference: string): { found: StoredFunction; version: FunctionVersion; qualifier: string | undefined } {
    const { name, qualifier } = parseFunction(reference);
    const found = this.get(name);
    const version = qualifier === undefined ? found.latest : this.version(found, qualifier);
    if (version === undefined) throw this.#notFound(name, qualifier);
    return { found, version, qualifier };
  }

  /** The version that a version number, an alias or `$LATEST` names, or undefined. */
  version(found: StoredFunction, qualifier: string): FunctionVersion | undefined {
    const version = found.aliases.get(qualifier)?.version ?? qualifier;
    return version === "$LATEST" ? found.latest : found.versions.get(version);
  }

  /** Makes an alias, or points one that exists elsewhere. @throws LambdaError ResourceNotFoundException */
  putAlias(functionName: string, alias: { name: string; version: string; description?: string }): Alias {
    const { name } = parseFunction(functionName);
    const found = this.get(name);
    if (alias.version !== "$LATEST" && !found.versions.has(alias.version)) throw this.#notFound(name, alias.version);
    const stored = { ...alias, arn: functionArn(this.#region, name, alias.name) };
    found.aliases.set(alias.name, stored);
    return stored;
  }

  async #put(definition: FunctionDefinition, code: StoredCode): Promise<FunctionVersion> {
    const { configuration, reservedConcurrency, publish = false } = definition;
    const { name } = configuration;
    if (reservedConcurrency !== undefined && !(Number.isInteger(reservedConcurrency) && reservedConcurrency >= 0)) {
      const problem = `reservedConcurrentExecutions is ${reservedConcurrency}, and must be a whole number of 0 or more`;
      throw new LambdaError("InvalidParameterValueException", `function ${name}: ${problem}`);
    }
    const arn = functionArn(this.#region, name);
    const before = this.#functions.get(name);
    const latest: FunctionVersion = { version: "$LATEST", arn, configuration, code, lastModified: new Date() };
    const stored: StoredFunction = {
      name,
      arn,
      latest,
      versions: before?.versions ?? new Map<string, FunctionVersion>(),
      aliases: before?.aliases ?? new Map<string, Alias>(),
      permissions: before?.permissions ?? new Map<string, Permission>(),
      reservedConcurrency,
    };
    this.#functions.set(name, stored);
    return publish ? await this.#publish(stored) : latest;
  }

  /** Publishes what is new; if nothing is, the last version is the answer, as on AWS. */
  async #publish(stored: StoredFunction): Promise<FunctionVersion> {
    const last = [...stored.versions.values()].at(-1);
    const { latest } = stored;
    if (last?.code.sha256 === latest.code.sha256 && isSame(last, latest)) return last;
    const version = String(Number(last?.version ?? 0) + 1);
    const code = await copyCode(latest.code, this.#codeFolder(stored.name, version));
    const published = { ...latest, version, code, arn: functionArn(this.#region, stored.name, version) };
    stored.versions.set(version, published);
    return published;
  }

  #codeFolder(name: string, version: string): string {
    return join(this.#folder, name, version);
  }

  #notFound(name: string, qualifier?: string): LambdaError {
    return new LambdaError(
      "ResourceNotFoundException",
      `Function not found: ${functionArn(this.#region, name, qualifier)}`,
    );
  }
}

function isSame(a: FunctionVersion, b: FunctionVersion): boolean {
  return JSON.stringify(a.configuration) === JSON.stringify(b.configuration);
}
