import { z } from "zod";
import type { KeyAlias } from "../../services/kms/kms.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A name of a key; its id is the name. */
export const keyAlias = resourceType({
  type: "aws:kms/alias:Alias",
  inputs: z.object({ name: z.string(), targetKeyId: z.string() }),
  replaceOn: ["name"],
  changedByUpdate: ["targetKeyArn"],
  create: ({ region }, { name, targetKeyId }) => Promise.resolve(instanceOf(region.kms.createAlias(name, targetKeyId))),
  read({ region }, id) {
    const found = region.kms.alias(id);
    return Promise.resolve(found && instanceOf(found));
  },
  update: ({ region }, id, { targetKeyId }) => Promise.resolve(instanceOf(region.kms.updateAlias(id, targetKeyId))),
  delete({ region }, id) {
    region.kms.deleteAlias(id);
    return Promise.resolve();
  },
});

function instanceOf({ name, arn, target, targetKeyArn }: KeyAlias): Instance {
  return { id: name, outputs: { name, arn, targetKeyId: target, targetKeyArn } };
}
