import { useCallback, useEffect, useState } from "preact/hooks";

/** Something that is loaded, or was, or could not be. */
export type Loaded<Value> = (
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "ready"; readonly value: Value }
) & { readonly reload: () => void };

type State<Value> = { readonly key: string } & (
  { readonly state: "failed"; readonly error: unknown } | { readonly state: "ready"; readonly value: Value }
);

/**
 * Loads something while a component is shown.
 *
 * @param key names what is loaded; another key loads anew
 * @param load gives up when its signal is aborted
 */
export function useLoad<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [found, setFound] = useState<State<Value>>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  useEffect(() => {
    const leaving = new AbortController();
    load(leaving.signal).then(
      (value) => {
        if (!leaving.signal.aborted) setFound({ key, state: "ready", value });
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) setFound({ key, state: "failed", error });
      },
    );
    return () => {
      leaving.abort();
    };
  }, [key, round]);
  return found?.key === key ? { ...found, reload } : { state: "loading", reload };
}
