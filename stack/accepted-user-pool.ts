import type * as pulumi from "@pulumi/pulumi";
import { UserPool } from "../components/index.ts";
import type { Config } from "../config.ts";
import type { PrimaryStack } from "./primary-stack.ts";

/** The user pool whose access tokens a stack accepts. */
interface AcceptedUserPool {
  readonly id: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  /** The public keys, a JWK set in JSON. */
  readonly signingKeys: pulumi.Input<string>;
}

/**
 * The pool that the configuration names, or else the one that the primary's stack makes, which the others find there when
 * they are deployed. Keys in the configuration come before those that the pool tells.
 *
 * @param primaryStack the stack that makes what is global; undefined if it is this one
 */
export function acceptedUserPool(config: Config, primaryStack: PrimaryStack | undefined): AcceptedUserPool {
  const { signingKeys, existingUserPool } = config;
  if (existingUserPool) return existingUserPool;
  if (primaryStack) {
    const pool = primaryStack.userPool();
    return { ...pool, signingKeys: signingKeys ?? pool.signingKeys };
  }
  return new UserPool("users", {
    region: config.region,
    selfSignUp: true,
    groups: ["customer", "staff"],
    accessTokenMinutes: config.accessTokenMinutes,
    threatProtection: config.threatProtection,
    deletionProtection: config.deletionProtection,
    callbackUrls: config.signInUrls,
    logoutUrls: config.signInUrls,
    domainPrefix: config.signInDomainPrefix || undefined,
    signingKeys,
  });
}
