/**
 * What the function must be given: the table that it writes, all regions, separated by commas, how often a message is received
 * before it is a dead letter, the bus that is told of those, and the delivery stream of the archive.
 */
export const variables = ["TABLE_NAME", "REGIONS", "MAXIMUM_RECEIVES", "BUS_NAME", "ARCHIVE_STREAM"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
