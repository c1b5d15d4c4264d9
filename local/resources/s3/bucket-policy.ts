import { z } from "zod";
import { policyText } from "../iam/policy-text.ts";
import { resourceType } from "../resource-type.ts";

/** The policy attached to a bucket; its id is the bucket's name. */
export const bucketPolicy = resourceType({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  inputs: z.object({ bucket: z.string(), policy: policyText }),
  replaceOn: ["bucket"],
  create({ region }, { bucket, policy }) {
    region.s3.buckets.putPolicy(bucket, policy);
    return Promise.resolve({ id: bucket, outputs: { bucket, policy, region: region.name } });
  },
  read({ region }, id) {
    const policy = region.s3.buckets.policyOf(id)?.text;
    if (policy === undefined) return Promise.resolve(undefined);
    return Promise.resolve({ id, outputs: { bucket: id, policy, region: region.name } });
  },
  update({ region }, id, { policy }) {
    region.s3.buckets.putPolicy(id, policy);
    return Promise.resolve({ id, outputs: { bucket: id, policy, region: region.name } });
  },
  delete({ region }, id) {
    region.s3.buckets.deletePolicy(id);
    return Promise.resolve();
  },
});
