import { useCallback, useRef, useState } from "preact/hooks";

/** Something that somebody does, and how it goes. */
export interface Action {
  readonly run: (act: () => Promise<void>) => void;
  readonly isRunning: boolean;
  /** What went wrong the last time; undefined if nothing did. */
  readonly error: unknown;
}

/** Runs one thing at a time, and keeps what went wrong. */
export function useAction(): Action {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const busy = useRef(false);
  const run = useCallback((act: () => Promise<void>) => {
    if (busy.current) return; // a second click
    busy.current = true;
    setRunning(true);
    setError(undefined);
    act()
      .catch(setError)
      .finally(() => {
        busy.current = false;
        setRunning(false);
      });
  }, []);
  return { run, isRunning, error };
}
