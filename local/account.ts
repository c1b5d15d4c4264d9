/** The id of the account that every resource on this machine belongs to. */
export const accountId = "000000000000";
