import { randomUUID } from "node:crypto";
import type { Account, User } from "./token-issuer.ts";

const demonstration: readonly User[] = [
  { email: "ana@example.com", group: "customer" },
  { email: "bruno@example.com", group: "customer" },
  { email: "carla@example.com", group: "customer" },
  { email: "rita@example.com", group: "staff" },
];

/** Who has an account on this machine: the people of the demonstration, and who signed up since. */
export class People {
  readonly #accounts = new Map<string, Account>();
  /** The people of the demonstration, the same customers as long as the machine lives. */
  readonly ofDemonstration: readonly (User & { readonly customerId: string })[];

  constructor() {
    this.ofDemonstration = demonstration.map((user) => {
      const account = this.#add(user.email, [user.group]);
      return { ...user, customerId: account.customerId };
    });
  }

  /** All accounts, the oldest first. */
  get accounts(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  /** The account of an address, whose case does not matter; undefined if there is none. */
  withEmail(email: string): Account | undefined {
    return this.#accounts.get(email.toLowerCase());
  }

  /** Makes an account for an address that has none, as a customer makes it for themselves: in no group. */
  signUp(email: string): Account {
    return this.#add(email.toLowerCase(), []);
  }

  #add(email: string, groups: readonly string[]): Account {
    const account = { customerId: randomUUID(), email, groups };
    this.#accounts.set(email, account);
    return account;
  }
}
