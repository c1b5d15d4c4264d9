/**
 * What the function must be given: the table that it reads, and the currency of prices, by its ISO 4217 code.
 * `PAGE_ORIGINS` is a list in JSON: where the pages lie that may read its answers.
 */
export const variables = ["TABLE_NAME", "CURRENCY", "PAGE_ORIGINS"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
