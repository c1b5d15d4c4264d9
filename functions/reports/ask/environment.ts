/** What the function must be given: the table that it writes, and the queue that it sends to. */
export const variables = ["TABLE_NAME", "QUEUE_URL"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
