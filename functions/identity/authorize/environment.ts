/** What the function must be given: the user pool whose access tokens it takes, and the client that they are issued to. */
export const variables = ["USER_POOL_ID", "USER_POOL_CLIENT_ID"] as const;

/** The environment of the function. */
export type Environment = Record<(typeof variables)[number], string>;
