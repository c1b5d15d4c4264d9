/** What the function must be given: the bus that it puts events on. */
export const variables = ["BUS_NAME"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
