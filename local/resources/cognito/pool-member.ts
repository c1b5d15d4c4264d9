import type { PoolMember } from "../../services/cognito/cognito.ts";
import type { Context, Instance } from "../resource-type.ts";

/** What belongs to a user pool, as the types of this folder tell of it. */
export function instanceOf({ id, userPoolId, settings }: PoolMember): Instance {
  return { id, outputs: { ...settings, userPoolId } };
}

/** Reads what belongs to a user pool. */
export function read({ region }: Context, id: string): Promise<Instance | undefined> {
  const found = region.cognito.member(id);
  return Promise.resolve(found && instanceOf(found));
}

/** Removes what belongs to a user pool; does nothing if it is gone. */
export function remove({ region }: Context, id: string): Promise<void> {
  region.cognito.removeMember(id);
  return Promise.resolve();
}
