/**
 * What the function must be given: the table that it reads and writes, the bucket of the reports, the queue that it takes steps from
 * and sends the next ones to, how often a step is received before it is a dead letter, and the currency of all prices.
 */
export const variables = ["TABLE_NAME", "BUCKET_NAME", "QUEUE_URL", "MAXIMUM_RECEIVES", "CURRENCY"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
