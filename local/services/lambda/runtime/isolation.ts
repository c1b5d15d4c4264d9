import { isBuiltin, registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Makes imports find only what lies in the deployment package, and Node's own modules: what is forgotten in a package
 * fails here as it does on Lambda, whatever lies in this project's node_modules. The runtime's copy of the AWS SDK is
 * left out too, as functions bundle their own.
 */
export function isolateImports(taskRoot: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!isBuiltin(resolved.url) && !isInside(taskRoot, resolved.url)) {
        const error = new Error(`Cannot find module '${specifier}' in the deployment package`);
        throw Object.assign(error, { code: "MODULE_NOT_FOUND" });
      }
      return resolved;
    },
  });
}

function isInside(folder: string, url: string): boolean {
  return !url.startsWith("file:") || fileURLToPath(url).startsWith(`${folder}/`);
}
