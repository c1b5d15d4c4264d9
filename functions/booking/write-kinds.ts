/** What the archive calls the messages by which customers ask for something. */
export const writeKinds = { claim: "BookingRequested", cancel: "CancellationRequested" } as const;
