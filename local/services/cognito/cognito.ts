import { randomInt } from "node:crypto";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";

/** What a program says of a user pool; kept, and told again. */
export interface PoolSettings {
  readonly name: string;
  readonly deletionProtection: "ACTIVE" | "INACTIVE";
  readonly userPoolTier: "LITE" | "ESSENTIALS" | "PLUS";
  readonly userPoolAddOns?: { readonly advancedSecurityMode: "OFF" | "AUDIT" | "ENFORCED" };
  readonly adminCreateUserConfig?: { readonly allowAdminCreateUserOnly: boolean };
  readonly [setting: string]: unknown;
}

/** A user pool as it exists on this machine: an id that tokens can name as their issuer. */
export interface UserPool {
  /** `<region>_` and nine letters or digits. */
  readonly id: string;
  readonly arn: string;
  readonly settings: PoolSettings;
}

/** What a program says of what belongs to a user pool; kept, and told again. */
type MemberSettings = Readonly<Record<string, unknown>>;

/** What belongs to a user pool: a group, its risk configuration, or an app client. */
export interface PoolMember {
  readonly id: string;
  readonly userPoolId: string;
  readonly settings: MemberSettings;
}

type Unit = "seconds" | "minutes" | "hours" | "days";

/** What a program says of an app client; kept, told again, and for who signs people in to go by. */
export interface ClientSettings {
  readonly name: string;
  /** Whether people may sign in to it by the flows of OAuth 2.0. */
  readonly allowedOauthFlowsUserPoolClient: boolean;
  readonly allowedOauthFlows: readonly ("code" | "implicit")[];
  readonly allowedOauthScopes: readonly string[];
  /** Where people may be sent back to with a code. */
  readonly callbackUrls: readonly string[];
  /** Where people may be sent when they have signed out. */
  readonly logoutUrls: readonly string[];
  /** How long its tokens are good for, in units of `tokenValidityUnits`. */
  readonly accessTokenValidity: number;
  readonly idTokenValidity: number;
  readonly refreshTokenValidity: number;
  readonly tokenValidityUnits: { readonly accessToken: Unit; readonly idToken: Unit; readonly refreshToken: Unit };
  readonly [setting: string]: unknown;
}

/** An app client of a user pool, to which tokens are issued. */
export interface PoolClient extends PoolMember {
  readonly settings: ClientSettings;
}

/** Takes an app client that was made; its maker waits. */
type ClientListener = (client: PoolClient) => Promise<void>;

/**
 * A region's Cognito, as far as programs make pools, app clients and groups, and tokens name them. Left out: accounts, all ways
 * to sign up and in, with the endpoint for them, managed login, and keys: who wants tokens signs them.
 */
export class Cognito {
  readonly #region: string;
  readonly #pools = new Map<string, UserPool>();
  readonly #clients = new Map<string, PoolClient>();
  readonly #members = new Map<string, PoolMember>();
  readonly #listeners: ClientListener[] = [];

  constructor(region: string) {
    this.#region = region;
  }

  /** Tells of each app client that is made from now on. */
  onClient(listener: ClientListener): void {
    this.#listeners.push(listener);
  }

  /** @throws AwsError FeatureUnavailableInTierException for threat protection without the plan PLUS */
  createPool(settings: PoolSettings): UserPool {
    refuseUnpaid(settings);
    const id = `${this.#region}_${drawn(9, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}`;
    const pool = { id, arn: `arn:aws:cognito-idp:${this.#region}:${accountId}:userpool/${id}`, settings };
    this.#pools.set(id, pool);
    return pool;
  }

  /** The pool of that id, or undefined if there is none. */
  pool(id: string): UserPool | undefined {
    return this.#pools.get(id);
  }

  /** @throws AwsError ResourceNotFoundException; FeatureUnavailableInTierException as at the making */
  updatePool(id: string, settings: PoolSettings): UserPool {
    const pool = { ...this.#existing(id), settings };
    refuseUnpaid(settings);
    this.#pools.set(id, pool);
    return pool;
  }

  /** Removes a pool with all that belongs to it; does nothing if it is gone. @throws AwsError InvalidParameterException if it is protected */
  deletePool(id: string): void {
    if (this.#pools.get(id)?.settings.deletionProtection === "ACTIVE") {
      throw new AwsError(
        "InvalidParameterException",
        `the user pool ${id} has deletionProtection: deactivate it first`,
      );
    }
    this.#pools.delete(id);
    for (const client of this.#clients.values()) if (client.userPoolId === id) this.#clients.delete(client.id);
    for (const member of this.#members.values()) if (member.userPoolId === id) this.#members.delete(member.id);
  }

  /** @throws AwsError ResourceNotFoundException for a pool that is not there; whatever a listener throws */
  async createClient(userPoolId: string, settings: ClientSettings): Promise<PoolClient> {
    const id = drawn(26, "abcdefghijklmnopqrstuvwxyz0123456789");
    const client = { id, userPoolId: this.#existing(userPoolId).id, settings };
    this.#clients.set(id, client);
    for (const listener of this.#listeners) await listener(client);
    return client;
  }

  /** The app clients of all pools. */
  get clients(): readonly PoolClient[] {
    return [...this.#clients.values()];
  }

  /** The app client of that id, or undefined if there is none. */
  client(id: string): PoolClient | undefined {
    return this.#clients.get(id);
  }

  /** @throws AwsError ResourceNotFoundException for a client that is not there */
  updateClient(id: string, settings: ClientSettings): PoolClient {
    const existing = this.#clients.get(id);
    if (existing === undefined) throw new AwsError("ResourceNotFoundException", `the app client ${id} does not exist`);
    const client = { ...existing, settings };
    this.#clients.set(id, client);
    return client;
  }

  /** Does nothing if it is gone. */
  removeClient(id: string): void {
    this.#clients.delete(id);
  }

  /** @throws AwsError GroupExistsException; ResourceNotFoundException for a pool that is not there */
  createGroup(userPoolId: string, settings: MemberSettings & { readonly name: string }): PoolMember {
    const id = `${userPoolId}/${settings.name}`;
    if (this.#members.has(id)) throw new AwsError("GroupExistsException", `the group ${id} exists already`);
    return this.#put(userPoolId, id, settings);
  }

  /** Says what comes of risks in a whole pool. @throws AwsError ResourceNotFoundException for a pool that is not there */
  setRisks(userPoolId: string, settings: MemberSettings): PoolMember {
    return this.#put(userPoolId, userPoolId, settings);
  }

  /** A group or, by the pool's id, its risk configuration; undefined if it is not there. */
  member(id: string): PoolMember | undefined {
    return this.#members.get(id);
  }

  /** @throws AwsError ResourceNotFoundException for a group that is not there */
  updateMember(id: string, settings: MemberSettings): PoolMember {
    const member = this.#members.get(id);
    if (member === undefined) throw new AwsError("ResourceNotFoundException", `${id} does not exist`);
    return this.#put(member.userPoolId, id, settings);
  }

  /** Does nothing if it is gone. */
  removeMember(id: string): void {
    this.#members.delete(id);
  }

  #put(userPoolId: string, id: string, settings: MemberSettings): PoolMember {
    const member = { id, userPoolId: this.#existing(userPoolId).id, settings };
    this.#members.set(id, member);
    return member;
  }

  #existing(id: string): UserPool {
    const pool = this.#pools.get(id);
    if (pool === undefined) throw new AwsError("ResourceNotFoundException", `the user pool ${id} does not exist`);
    return pool;
  }
}

function refuseUnpaid({ userPoolTier, userPoolAddOns }: PoolSettings): void {
  const mode = userPoolAddOns?.advancedSecurityMode ?? "OFF";
  if (mode === "OFF" || userPoolTier === "PLUS") return;
  throw new AwsError(
    "FeatureUnavailableInTierException",
    `userPoolAddOns.advancedSecurityMode is ${mode}, which needs the userPoolTier PLUS and not ${userPoolTier}`,
  );
}

function drawn(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
