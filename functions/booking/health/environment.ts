/**
 * What the function must be given: the table and the queue that it asks.
 * `PAGE_ORIGINS` is a list in JSON: where the pages lie that may read its answers.
 */
export const variables = ["TABLE_NAME", "QUEUE_URL", "PAGE_ORIGINS"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
