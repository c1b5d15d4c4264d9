import { expect } from "chai";
import * as buckets from "../../../policies/security/buckets.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { bucket, publicAccessBlock } from "../sound/storage.ts";
import { unknown, violations } from "../violations.ts";

const unblocked = "no aws.s3.BucketPublicAccessBlock belongs to it: add one, with all four blocks.";

itIsAStackRule(buckets.bucketPublicAccessBlock, {
  breaks: [
    [() => bucket("pages", {}, ["block"]), [[unblocked, "pages"]]],
    [
      () => {
        const change = { blockPublicAcls: undefined, restrictPublicBuckets: false };
        publicAccessBlock("pages", bucket("pages", {}, ["block"]), change);
      },
      [
        [
          "its aws.s3.BucketPublicAccessBlock leaves blockPublicAcls, restrictPublicBuckets open: set each to true.",
          "pages",
        ],
      ],
    ],
  ],
  unknown: [
    [() => bucket("pages"), []],
    [() => bucket("pages", {}, ["block"]), [unblocked]],
    [() => publicAccessBlock("pages", bucket("pages", {}, ["block"]), { blockPublicAcls: later(true) }), "unjudged"],
  ],
});

const opened = (acl: string) => `acl is "${acl}": leave it out, and let a policy say who may read.`;

itIsAResourceRule(buckets.bucketAclPrivate, {
  type: "aws:s3/bucket:Bucket",
  holds: [[{ acl: "private" }]],
  breaks: [
    [{ acl: "public-read-write" }, [opened("public-read-write")]],
    [{ acl: "authenticated-read" }, [opened("authenticated-read")]],
  ],
  unknown: [[{ acl: unknown }, "unjudged"]],
});

describe("bucket-acl-private", () => {
  it("judges an ACL that is a resource of its own", async () => {
    const acl = { type: "aws:s3/bucketAcl:BucketAcl", name: "pages", inputs: { bucket: "pages", acl: "public-read" } };
    expect(await violations(buckets.bucketAclPrivate, acl)).to.deep.equal([opened("public-read")]);
  });
});

const unversioned = 'versioning is not set: add an aws.s3.BucketVersioning with the status "Enabled".';

itIsAStackRule(buckets.bucketVersioning, {
  breaks: [[() => bucket("pages", {}, ["versioning"]), [[unversioned, "pages"]]]],
  unknown: [
    [() => bucket("pages"), []],
    [() => bucket("pages", {}, ["versioning"]), [unversioned]],
  ],
});

const unlogged = "no aws.s3.BucketLogging belongs to it: add one, with a bucket for the log.";

itIsAStackRule(buckets.bucketAccessLogs, {
  breaks: [[() => bucket("pages", {}, ["log"]), [[unlogged, "pages"]]]],
  unknown: [
    [() => bucket("pages"), []],
    [() => bucket("pages", {}, ["log"]), [unlogged]],
  ],
});
