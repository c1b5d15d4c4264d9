import { randomUUID } from "node:crypto";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";

/** What a program says of a key. */
export interface KeySettings {
  readonly description: string;
  readonly enableKeyRotation: boolean;
  readonly rotationPeriodInDays: number;
  /** Who may use it, as JSON; kept, and asked by nobody. */
  readonly policy: string;
}

/** A key as it exists on this machine: a name, and nothing that could encrypt. */
export interface Key extends KeySettings {
  readonly keyId: string;
  readonly arn: string;
}

/** A name of a key. */
export interface KeyAlias {
  /** It begins with `alias/`. */
  readonly name: string;
  readonly arn: string;
  /** The key as the program names it: by its id or its ARN. */
  readonly target: string;
  readonly targetKeyArn: string;
}

/**
 * A region's KMS, as far as resources refer to its keys. Left out: all cryptography, as nothing is encrypted on this machine;
 * with it the endpoint for functions, rotation, grants, key policies, and the window in which a deleted key can be brought back.
 */
export class Kms {
  readonly #region: string;
  readonly #keys = new Map<string, Key>();
  readonly #aliases = new Map<string, KeyAlias>();

  constructor(region: string) {
    this.#region = region;
  }

  createKey(settings: KeySettings): Key {
    const keyId = randomUUID();
    return this.#put({ ...settings, keyId, arn: this.#arn(`key/${keyId}`) });
  }

  /** The key of that id, or undefined if there is none. */
  key(keyId: string): Key | undefined {
    return this.#keys.get(keyId);
  }

  /** @throws AwsError NotFoundException */
  updateKey(keyId: string, settings: KeySettings): Key {
    return this.#put({ ...this.#existing(keyId), ...settings });
  }

  /** Removes a key with its aliases, at once; does nothing if it is gone. */
  deleteKey(keyId: string): void {
    const arn = this.#keys.get(keyId)?.arn;
    this.#keys.delete(keyId);
    for (const { name, targetKeyArn } of this.#aliases.values()) if (targetKeyArn === arn) this.#aliases.delete(name);
  }

  /**
   * Gives a key a name.
   *
   * @param target id or ARN of the key
   * @throws AwsError AlreadyExistsException; InvalidAliasNameException; NotFoundException for a key that is not there
   */
  createAlias(name: string, target: string): KeyAlias {
    if (this.#aliases.has(name)) throw new AwsError("AlreadyExistsException", `the alias ${name} exists already`);
    if (!/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(name)) {
      throw new AwsError(
        "InvalidAliasNameException",
        `the alias ${name} must be alias/ and 1 to 250 letters, digits, /, _ or -, and not begin with alias/aws/`,
      );
    }
    return this.#point(name, target);
  }

  /** The alias of that name, or undefined if there is none. */
  alias(name: string): KeyAlias | undefined {
    return this.#aliases.get(name);
  }

  /** Lets a name mean another key. @throws AwsError NotFoundException for a name or a key that is not there */
  updateAlias(name: string, target: string): KeyAlias {
    if (!this.#aliases.has(name)) throw new AwsError("NotFoundException", `the alias ${name} does not exist`);
    return this.#point(name, target);
  }

  /** Does nothing if it is gone. */
  deleteAlias(name: string): void {
    this.#aliases.delete(name);
  }

  #point(name: string, target: string): KeyAlias {
    const { arn: targetKeyArn } = this.#existing(target.slice(target.lastIndexOf("/") + 1));
    const alias = { name, arn: this.#arn(name), target, targetKeyArn };
    this.#aliases.set(name, alias);
    return alias;
  }

  #put(key: Key): Key {
    this.#keys.set(key.keyId, key);
    return key;
  }

  #existing(keyId: string): Key {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new AwsError("NotFoundException", `the key ${keyId} does not exist`);
    return key;
  }

  #arn(resource: string): string {
    return `arn:aws:kms:${this.#region}:${accountId}:${resource}`;
  }
}
