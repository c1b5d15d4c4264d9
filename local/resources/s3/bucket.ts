import { z } from "zod";
import type { Bucket } from "../../services/s3/buckets.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const inputs = z.object({
  bucket: z.string().optional(),
  forceDestroy: z.boolean().default(false),
  objectLockEnabled: z.boolean().default(false),
});

/**
 * A bucket; its id is its name. What else there is to say of it are resources of their own: policy, versioning, lifecycle
 * and so on are refused here. An object lock is kept and protects nothing, as there are no versions (see `S3`).
 */
export const bucket = resourceType({
  type: "aws:s3/bucket:Bucket",
  inputs,
  namedBy: "bucket",
  replaceOn: ["bucket", "objectLockEnabled"],
  async create({ region, autoName }, { bucket: name = autoName.toLowerCase(), ...settings }) {
    return instanceOf(region.name, await region.s3.buckets.create({ name, ...settings }));
  },
  read({ region }, id) {
    const found = region.s3.buckets.read(id);
    return Promise.resolve(found && instanceOf(region.name, found));
  },
  update({ region }, id, { forceDestroy, objectLockEnabled }) {
    const definition = { name: id, forceDestroy, objectLockEnabled };
    return Promise.resolve(instanceOf(region.name, region.s3.buckets.update(definition)));
  },
  delete: ({ region }, id) => region.s3.deleteBucket(id),
});

function instanceOf(region: string, { name, arn, forceDestroy, objectLockEnabled }: Bucket): Instance {
  return {
    id: name,
    outputs: {
      bucket: name,
      arn,
      region,
      bucketRegion: region,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      forceDestroy,
      objectLockEnabled,
    },
  };
}
