import { z } from "zod";
import { type ResourceType, resourceType } from "../resource-type.ts";

interface SettingDefinition {
  readonly type: string;
  /** Its inputs besides `bucket`, checked as AWS would: one that AWS refuses is refused here. */
  readonly inputs: z.ZodRawShape;
  readonly withoutEffect?: readonly string[];
}

/**
 * Something that a program says of a bucket in a resource of its own, and that has no effect on this machine: it is
 * checked, kept and read back. Its id is the bucket's name.
 */
export function bucketSetting({ type, inputs, withoutEffect }: SettingDefinition): ResourceType {
  return resourceType({
    type,
    inputs: z.object({ ...inputs, bucket: z.string() }),
    withoutEffect,
    replaceOn: ["bucket"],
    create({ region }, setting) {
      region.s3.buckets.putSetting(setting.bucket, type, setting);
      return Promise.resolve({ id: setting.bucket, outputs: setting });
    },
    read({ region }, id) {
      const outputs = region.s3.buckets.setting(id, type);
      return Promise.resolve(outputs && { id, outputs });
    },
    update({ region }, id, setting) {
      region.s3.buckets.putSetting(id, type, setting);
      return Promise.resolve({ id, outputs: setting });
    },
    delete({ region }, id) {
      region.s3.buckets.deleteSetting(id, type);
      return Promise.resolve();
    },
  });
}
