/** What the function must be given: the table that it reads, and the bucket that it links to. */
export const variables = ["TABLE_NAME", "BUCKET_NAME"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
