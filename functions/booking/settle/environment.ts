/** What the function must be given: the table that it writes, all regions, separated by commas, and the queue of bookings. */
export const variables = ["TABLE_NAME", "REGIONS", "QUEUE_URL"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
