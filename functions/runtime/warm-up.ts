/** The event that a schedule sends to keep an environment warm. */
export interface WarmUp {
  readonly warmUp: true;
}

/** A handler that answers a warm-up with nothing, at once; every other event goes to `handle`. */
export function warmable<Event, Context, Result>(
  handle: (event: Event, context: Context) => Promise<Result>,
): (event: Event | WarmUp, context: Context) => Promise<Result | undefined> {
  return (event, context) => (isWarmUp(event) ? Promise.resolve(undefined) : handle(event, context));
}

function isWarmUp(event: unknown): event is WarmUp {
  return typeof event === "object" && event !== null && "warmUp" in event && event.warmUp === true;
}
