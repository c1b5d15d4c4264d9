import { createHash } from "node:crypto";
import { cp, mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { LambdaError } from "./errors.ts";

/** A deployment package: content by path. */
export type CodeFiles = ReadonlyMap<string, Uint8Array>;

/** A deployment package that lies on disk. */
export interface StoredCode {
  /** Where its files are, without symbolic links. */
  readonly folder: string;
  /** Base64, over the names and contents; not AWS's number, which is of a zip file. */
  readonly sha256: string;
  /** In bytes, unpacked. */
  readonly size: number;
}

/**
 * Writes a package into a folder, in place of what was there.
 *
 * @throws LambdaError InvalidParameterValueException for an empty package or a path that leads out of the folder
 */
export async function storeCode(folder: string, files: CodeFiles): Promise<StoredCode> {
  if (files.size === 0) throw new LambdaError("InvalidParameterValueException", "the deployment package has no files");
  const names = [...files.keys()].toSorted();
  const hash = createHash("sha256");
  let size = 0;
  for (const name of names) {
    const path = normalize(name);
    if (path.startsWith("..") || path.startsWith(sep)) {
      throw new LambdaError("InvalidParameterValueException", `the path ${name} leads out of the deployment package`);
    }
    const content = files.get(name) ?? new Uint8Array();
    hash.update(`${name}\0${content.byteLength}\0`).update(content);
    size += content.byteLength;
  }
  await rm(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return { folder: await realpath(folder), sha256: hash.digest("base64"), size };
}

/** Copies a package into another folder, as publishing a version does. */
export async function copyCode(code: StoredCode, folder: string): Promise<StoredCode> {
  await rm(folder, { recursive: true, force: true });
  await cp(code.folder, folder, { recursive: true });
  return { ...code, folder: await realpath(folder) };
}

/**
 * Makes the folder of all packages, with the one file that makes `.js` mean CommonJS below it, as it does on Lambda for
 * a package without a package.json of its own.
 */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "commonjs" }\n');
}
