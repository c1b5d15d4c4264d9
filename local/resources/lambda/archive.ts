import { readFile } from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import type { CodeFiles } from "../../services/lambda/code.ts";

/**
 * The files of a deployment package.
 *
 * @throws Error for an archive or asset of another kind than an `AssetArchive` of `StringAsset`s and `FileAsset`s
 */
export async function filesOf(archive: pulumi.asset.Archive): Promise<CodeFiles> {
  if (!(archive instanceof pulumi.asset.AssetArchive)) {
    throw new Error("code must be an AssetArchive: this machine reads no zip files");
  }
  const assets = Object.entries(await archive.assets);
  return new Map(await Promise.all(assets.map(async ([name, asset]) => [name, await contentOf(name, asset)] as const)));
}

async function contentOf(name: string, asset: pulumi.asset.Asset | pulumi.asset.Archive): Promise<Uint8Array> {
  if (asset instanceof pulumi.asset.StringAsset) return Buffer.from(await asset.text);
  if (asset instanceof pulumi.asset.FileAsset) return await readFile(await asset.path);
  throw new Error(`code: ${name} must be a StringAsset or a FileAsset`);
}
