/** What the function must be given: the table that it writes. */
export const variables = ["TABLE_NAME"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
