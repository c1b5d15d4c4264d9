/** Storage for what is hardly ever read: https://docs.aws.amazon.com/AmazonS3/latest/userguide/glacier-storage-classes.html */
export enum ColdStorage {
  /** Read at once; paid for 90 days at least. */
  InstantRetrieval = "GLACIER_IR",
  /** Read after minutes to hours; paid for 90 days at least. */
  FlexibleRetrieval = "GLACIER",
  /** Read after 12 to 48 hours; paid for 180 days at least. */
  DeepArchive = "DEEP_ARCHIVE",
}

interface Lifecycle {
  coldAfterDays: number | undefined;
  coldStorage: ColdStorage | undefined;
  expirationDays: number | undefined;
  oldVersionDays: number;
}

/** The one rule of a bucket, about all its objects. */
export function lifecycleRule({ coldAfterDays, coldStorage, expirationDays, oldVersionDays }: Lifecycle) {
  const { FlexibleRetrieval } = ColdStorage;
  return {
    id: "all",
    status: "Enabled",
    filter: { prefix: "" },
    transitions:
      coldAfterDays === undefined
        ? undefined
        : [{ days: coldAfterDays, storageClass: coldStorage ?? FlexibleRetrieval }],
    expiration: expirationDays === undefined ? undefined : { days: expirationDays },
    noncurrentVersionExpiration: { noncurrentDays: oldVersionDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
}
