import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type BucketPolicySettings, bucketPolicy } from "./internal/bucket-policy.ts";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import { ColdStorage, lifecycleRule } from "./internal/lifecycle.ts";
import type { Permission } from "./permission.ts";

export { ColdStorage };

/** Who may end the lock of an object before its time. */
export enum ObjectLockMode {
  /** Who has the permission `s3:BypassGovernanceRetention`. */
  Governance = "GOVERNANCE",
  /** Nobody, the account's root included: what was written is paid for until then. */
  Compliance = "COMPLIANCE",
}

/** How new objects are kept from being deleted or overwritten (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html). */
export interface ObjectLock {
  /** Who may end it before its time. */
  mode: ObjectLockMode;
  /** Days from when an object was written, 1 to 36,500. */
  days: number;
}

/** Where the requests of a {@link Bucket} are logged. */
export interface BucketAccessLog {
  /** Name of the bucket: of a {@link Bucket} with `takesAccessLogs`. */
  bucketName: pulumi.Input<string>;
  /** What the keys of the log begin with. @default the name of the bucket's component, and a slash */
  prefix?: string;
}

/** Arguments of {@link Bucket}. */
export interface BucketArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** ARN of the KMS key that objects are encrypted with. @default none: S3 encrypts with keys of its own */
  keyArn?: pulumi.Input<string>;
  /** Days after which an object moves to cold storage, 1 to 36,500. @default never */
  coldAfterDays?: number;
  /** Which cold storage. @default ColdStorage.FlexibleRetrieval */
  coldStorage?: ColdStorage;
  /** Days after which an object is deleted, 1 to 36,500, more than `coldAfterDays`. @default never */
  expirationDays?: number;
  /** Days for which what was overwritten or deleted can be brought back, 1 to 36,500. @default 30 */
  oldVersionDays?: number;
  /** How new objects are kept from being deleted or overwritten. It cannot be taken away again. @default not at all */
  objectLock?: ObjectLock;
  /** Where its requests are logged. @default nowhere */
  accessLog?: BucketAccessLog;
  /** Whether other buckets of this account log their requests to it. @default false */
  takesAccessLogs?: boolean;
  /** Whether this account's CloudFront distributions may read its objects. Not with `keyArn`. @default false */
  readByCloudFront?: boolean;
  /** Whether it is deleted with all that lies in it. @default false: one that holds anything cannot be deleted */
  forceDestroy?: boolean;
}

/** What a function may do with the objects of a {@link Bucket}, or with those whose keys begin with a prefix. */
export interface BucketPermissions {
  /** Lets a function read objects, and sign links to them. */
  read: Permission;
  /** Lets a function write objects, in parts too. */
  write: Permission;
  /** Lets a function list objects; who may not is not told which ones there are. */
  list: Permission;
}

/**
 * A private, encrypted and versioned S3 bucket that answers over TLS only, whose objects belong to the account, and which
 * forgets old versions and uploads that were never completed.
 *
 * @example
 * const reports = new Bucket("reports", { keyArn: key.arn, expirationDays: 30 });
 * new LambdaFunction("report", { ..., permissions: [reports.write, reports.under("monthly/").read] });
 *
 * @throws InvalidArguments if an argument is out of its range, or two exclude each other
 */
export class Bucket extends pulumi.ComponentResource {
  /** Its name, for `PutObject` and `GetObject`. */
  readonly bucketName: pulumi.Output<string>;
  /** Its ARN. */
  readonly arn: pulumi.Output<string>;
  /** Its name in the DNS of its region, for a CloudFront distribution. */
  readonly regionalDomainName: pulumi.Output<string>;
  /** Lets a function read objects, and sign links to them. */
  readonly read: Permission;
  /** Lets a function write objects, in parts too. */
  readonly write: Permission;
  /** Lets a function list objects; who may not is not told which ones there are. */
  readonly list: Permission;
  private readonly keyArns: pulumi.Input<string>[];

  constructor(name: string, args: BucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { region, keyArn, objectLock, accessLog, takesAccessLogs = false, forceDestroy = false } = args;
    const { readByCloudFront = false } = args;
    const { coldAfterDays, coldStorage, expirationDays, oldVersionDays = 30 } = args;
    guard("Bucket", name, [
      wholeNumber("coldAfterDays", coldAfterDays, 1, 36_500),
      wholeNumber("expirationDays", expirationDays, 1, 36_500),
      wholeNumber("oldVersionDays", oldVersionDays, 1, 36_500),
      wholeNumber("objectLock.days", objectLock?.days, 1, 36_500),
      rule(
        (expirationDays ?? Infinity) <= (coldAfterDays ?? 0),
        `expirationDays is ${expirationDays ?? ""}, and must be more than the coldAfterDays of ${coldAfterDays ?? ""}`,
      ),
      rule(
        (expirationDays ?? Infinity) < (objectLock?.days ?? 0),
        `expirationDays is ${expirationDays ?? ""}, and must not be less than the objectLock.days of ${objectLock?.days ?? ""}`,
      ),
      rule(
        takesAccessLogs && (keyArn !== undefined || objectLock !== undefined || accessLog !== undefined),
        "takesAccessLogs is true, and excludes keyArn, objectLock and accessLog: S3 delivers no logs to such a bucket, or without end",
      ),
      rule(
        readByCloudFront && keyArn !== undefined,
        "readByCloudFront is true, and excludes keyArn: CloudFront may not use the key",
      ),
    ]);
    super("berth:index:Bucket", name, {}, opts);
    const child = { parent: this };

    const bucket = new aws.s3.Bucket(
      name,
      { region, forceDestroy, objectLockEnabled: objectLock !== undefined },
      child,
    );
    const of = { region, bucket: bucket.bucket };
    new aws.s3.BucketOwnershipControls(name, { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } }, child);
    const block = new aws.s3.BucketPublicAccessBlock(name, { ...of, ...everyBlock }, child);
    new aws.s3.BucketServerSideEncryptionConfiguration(name, { ...of, rules: [encryption(keyArn)] }, child);
    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...of, versioningConfiguration: { status: "Enabled" } },
      child,
    );
    const versioned = { ...child, dependsOn: [versioning] }; // both are about versions
    const rules = [lifecycleRule({ coldAfterDays, coldStorage, expirationDays, oldVersionDays })];
    new aws.s3.BucketLifecycleConfiguration(name, { ...of, rules }, versioned);
    if (objectLock) {
      new aws.s3.BucketObjectLockConfiguration(
        name,
        { ...of, rule: { defaultRetention: { ...objectLock } } },
        versioned,
      );
    }
    const settings: BucketPolicySettings = { arn: bucket.arn, takesAccessLogs, readByCloudFront };
    const apart = { ...child, dependsOn: [block] }; // S3 refuses two changes of who may do what at the same time
    const policy = new aws.s3.BucketPolicy(name, { ...of, policy: bucketPolicy(settings, child) }, apart);
    if (accessLog) {
      const { bucketName: targetBucket, prefix: targetPrefix = `${name}/` } = accessLog;
      new aws.s3.BucketLogging(name, { ...of, targetBucket, targetPrefix }, child);
    }

    this.bucketName = policy.bucket; // whoever names it waits for the policy, without which AWS lets nothing log to it
    this.arn = bucket.arn;
    this.regionalDomainName = bucket.bucketRegionalDomainName;
    this.keyArns = keyArn === undefined ? [] : [keyArn];
    const { read, write, list } = this.permissions("");
    this.read = read;
    this.write = write;
    this.list = list;
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  /** What concerns only objects whose keys begin with `prefix`, such as `reports/`. */
  under(prefix: string): BucketPermissions {
    return this.permissions(prefix);
  }

  private permissions(prefix: string): BucketPermissions {
    const resources = [pulumi.interpolate`${this.arn}/${prefix}*`, ...this.keyArns];
    const withKey = (actions: string[], keyActions: string[]): Permission => ({
      actions: this.keyArns.length === 0 ? actions : [...actions, ...keyActions],
      resources,
    });
    const conditions = prefix === "" ? undefined : { StringLike: { "s3:prefix": [`${prefix}*`] } };
    return {
      read: withKey(["s3:GetObject"], ["kms:Decrypt"]),
      // What was uploaded in parts is decrypted to be put together.
      write: withKey(["s3:PutObject", "s3:AbortMultipartUpload"], ["kms:GenerateDataKey", "kms:Decrypt"]),
      list: { actions: ["s3:ListBucket"], resources: [this.arn], conditions },
    };
  }
}

const everyBlock = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** A bucket key spares a call to KMS for each object. */
function encryption(keyArn: pulumi.Input<string> | undefined) {
  if (keyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
    bucketKeyEnabled: true,
  };
}
