import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/**
 * A value as Pulumi's engine and its providers exchange it: JSON, in which secrets, assets and archives are objects with
 * a signature, and unknown values are texts that nobody else writes:
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };

/** Properties of a resource, as they are exchanged. */
export type Properties = Record<string, Wire>;

const signature = "4dabf18193072939515e22adb298388d";
const kinds = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
};

/** Stands for a value that is known only when something is made. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine has one such text for each type that a value may come to be of. */
const unknowns: ReadonlySet<unknown> = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

type Members = Record<string, Wire>;

/** Whether a value is an object, secrets, assets and archives among them. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOf(kind: keyof typeof kinds, value: unknown): value is Members {
  return isObject(value) && value[signature] === kinds[kind];
}

/** Whether a value is an asset or an archive. */
export function isCode(value: Wire | undefined): value is Members {
  return isOf("asset", value) || isOf("archive", value);
}

/** Whether a value is unknown, or anything in it is. */
export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (value instanceof pulumi.asset.Asset || value instanceof pulumi.asset.Archive) return false;
  return isObject(value) ? Object.values(value).some(containsUnknown) : unknowns.has(value);
}

/** The value with no secret left in it: what is secret stands there as it is. */
export function revealed(value: Wire): Wire {
  if (Array.isArray(value)) return value.map(revealed);
  if (isOf("secret", value)) return revealed(value.value ?? null);
  return isObject(value) ? revealedProperties(value) : value;
}

/** The properties with no secret left in them. */
export function revealedProperties(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, revealed(value)]));
}

function containsSecret(value: Wire): boolean {
  if (Array.isArray(value)) return value.some((member) => containsSecret(member));
  return isObject(value) && (Object.values(value).some(containsSecret) || isOf("secret", value));
}

/** The value made secret wherever `pattern` is; as a whole if it is of another form. */
export function concealed(value: Wire, pattern: Wire | undefined): Wire {
  if (pattern === undefined || isOf("secret", value) || !containsSecret(pattern)) return value;
  if (isOf("secret", pattern)) return { [signature]: kinds.secret, value };
  if (isObject(value) && isObject(pattern)) return concealedProperties(value, pattern);
  if (Array.isArray(value) && Array.isArray(pattern) && value.length === pattern.length) {
    return value.map((element, index) => concealed(element, pattern[index]));
  }
  return { [signature]: kinds.secret, value };
}

/** The properties, each made secret wherever that of `pattern` is. */
export function concealedProperties(properties: Properties, pattern: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, concealed(value, pattern[key])]));
}

/** The value as programs have it: assets and archives as objects of the SDK. It must hold no secret. */
export function toRuntime(value: Wire): unknown {
  if (Array.isArray(value)) return value.map(toRuntime);
  if (isOf("asset", value)) return assetOf(value);
  if (isOf("archive", value)) return archiveOf(value);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toRuntime(member)]))
    : value;
}

function assetOf({ text, path, uri }: Members): pulumi.asset.Asset {
  if (typeof path === "string" && path !== "") return new pulumi.asset.FileAsset(path);
  if (typeof uri === "string" && uri !== "") return new pulumi.asset.RemoteAsset(uri);
  return new pulumi.asset.StringAsset(typeof text === "string" ? text : "");
}

function archiveOf({ assets, path, uri }: Members): pulumi.asset.Archive {
  if (typeof path === "string" && path !== "") return new pulumi.asset.FileArchive(path);
  if (typeof uri === "string" && uri !== "") return new pulumi.asset.RemoteArchive(uri);
  const entries = Object.entries(isObject(assets) ? assets : {});
  return new pulumi.asset.AssetArchive(
    Object.fromEntries(
      entries.map(([name, member]) => [
        name,
        isOf("archive", member) ? archiveOf(member) : assetOf(isObject(member) ? member : {}),
      ]),
    ),
  );
}

/** The value with the paths of its files made absolute. */
export function withAbsolutePaths(value: Wire, folder: string): Wire {
  if (Array.isArray(value)) return value.map((member) => withAbsolutePaths(member, folder));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withAbsolutePaths(member, folder)] as const);
  const { path } = value;
  return isCode(value) && typeof path === "string" && path !== ""
    ? { ...Object.fromEntries(members), path: resolve(folder, path) }
    : Object.fromEntries(members);
}

/** The value with objects' members in order, and assets and archives as their hashes: equal values give equal text. */
export function canonical(value: Wire): string {
  return JSON.stringify(value, (_, member: Wire) => {
    if (isCode(member) && typeof member.hash === "string" && member.hash !== "") return { hash: member.hash };
    return isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member;
  });
}
