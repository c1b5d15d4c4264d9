import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Context } from "aws-lambda";
import { RuntimeError } from "./errors.ts";

/** What a function's module exports. */
export type UserHandler = (event: unknown, context: Context, callback?: Callback) => unknown;

/** The third argument of a handler of the old kind. */
export type Callback = (error?: unknown, result?: unknown) => void;

/** The first Node.js release whose runtime refuses handlers with a callback. */
const firstWithoutCallbacks = 24;

/** The Node.js release of a runtime such as `nodejs24.x`. */
export function releaseOf(runtime: string): number {
  return Number(/\d+/.exec(runtime)?.[0]);
}

/**
 * Loads what `handler` (`<path>/<file>.<export>`) names.
 *
 * @throws RuntimeError, or the error that the module throws itself
 */
export async function loadHandler(taskRoot: string, handler: string, runtime: string): Promise<UserHandler> {
  const [file = "", ...names] = basename(handler).split(".");
  const path = join(taskRoot, dirname(handler), file);
  const found = [".js", ".mjs", ".cjs"].map((extension) => path + extension).find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new RuntimeError("ImportModuleError", `Error: Cannot find module '${file}' in ${taskRoot}`);
  }
  const exported = await load(found);
  const value =
    names.reduce<unknown>(property, exported) ?? names.reduce<unknown>(property, property(exported, "default"));
  if (value === undefined) throw new RuntimeError("HandlerNotFound", `${handler} is undefined or not exported`);
  if (!isHandler(value)) throw new RuntimeError("HandlerNotFound", `${handler} is not a function`);
  if (value.length >= 3 && releaseOf(runtime) >= firstWithoutCallbacks) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      `${handler} takes a callback, which Lambda no longer supports from Node.js ${firstWithoutCallbacks} on: make it async`,
    );
  }
  return value;
}

async function load(path: string): Promise<unknown> {
  try {
    const loaded: unknown = await import(pathToFileURL(path).href);
    return loaded;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = property(error, "code");
    if (error instanceof SyntaxError) throw withStack(new RuntimeError("UserCodeSyntaxError", String(error)), error);
    if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") {
      throw withStack(new RuntimeError("ImportModuleError", String(error)), error);
    }
    throw error;
  }
}

function withStack(error: Error, cause: Error): Error {
  error.stack = cause.stack;
  return error;
}

function property(value: unknown, name: string): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function isHandler(value: unknown): value is UserHandler {
  return typeof value === "function";
}
