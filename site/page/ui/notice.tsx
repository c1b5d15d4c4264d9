import type { ComponentChildren } from "preact";
import { useServices } from "../app/services.ts";
import { here } from "../app/navigation.tsx";
import { Flag } from "./flag.tsx";
import { troubleOf } from "./trouble.ts";

interface NoticeProps {
  readonly flag: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Tells something that fills a place: that there is nothing, or why. */
export function Notice({ flag, title, children }: NoticeProps) {
  return (
    <div class="notice">
      <Flag of={flag} className="flag-large" />
      <div>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
}

/** Tells why something could not be had, and what helps. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { session, isOnline } = useServices();
  const { title, text, remedy } = troubleOf(error, isOnline.value);
  return (
    <div role="alert">
      <Notice flag={remedy === "retry" ? "F" : "N"} title={title}>
        <p>{text}</p>
        {remedy === "retry" && retry !== undefined && (
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
        )}
        {remedy === "sign-in" && (
          <button type="button" class="button" onClick={() => void session.begin(here().pathname)}>
            Sign in
          </button>
        )}
      </Notice>
    </div>
  );
}

/** Tells why an action did not work, in a line; nothing if it did. */
export function Complaint({ error }: { error: unknown }) {
  const { isOnline } = useServices();
  if (error === undefined) return null;
  const { title, text } = troubleOf(error, isOnline.value);
  return (
    <p class="complaint" role="alert">
      <strong>{title}.</strong> {text}
    </p>
  );
}

/** Holds the place of what is loading. */
export function Loading({ what, rows = 3 }: { what: string; rows?: number }) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">Loading {what}…</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="loading-row" />
      ))}
    </div>
  );
}
