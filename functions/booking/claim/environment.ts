/** What the function must be given: the table that it writes, and all regions, separated by commas. */
export const variables = ["TABLE_NAME", "REGIONS"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
