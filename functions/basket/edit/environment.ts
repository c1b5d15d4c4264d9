/** What the function must be given: the table of baskets, and the currency of prices (ISO 4217). */
export const variables = ["TABLE_NAME", "CURRENCY"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
