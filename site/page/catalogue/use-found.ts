import { useState } from "preact/hooks";
import { useServices } from "../app/services.ts";
import { type Action, useAction } from "../ui/use-action.ts";
import { type Loaded, useLoad } from "../ui/use-load.ts";
import { find, type Found, pathOf, type Search } from "./catalogue.ts";

/** What a search finds, as far as it was asked for. */
interface FoundSoFar {
  /** The first page, or why there is none. */
  readonly first: Loaded<Found>;
  readonly items: Found["items"];
  /** Whether there is more. */
  readonly hasMore: boolean;
  /** How it goes with the next page. */
  readonly action: Action;
  /** Asks for the next page. */
  readonly more: () => void;
}

/** Looks for items while a component is shown, a page at a time. */
export function useFound(search: Search): FoundSoFar {
  const { api } = useServices();
  const first = useLoad(pathOf(search), (signal) => find(api, search, undefined, signal));
  const [others, setOthers] = useState<readonly Found[]>([]);
  const action = useAction();
  const pages = first.state === "ready" ? [first.value, ...others] : [];
  const cursor = pages.at(-1)?.cursor;
  return {
    first,
    items: pages.flatMap(({ items }) => items),
    hasMore: cursor !== undefined,
    action,
    more: () => {
      action.run(async () => {
        const page = await find(api, search, cursor, new AbortController().signal);
        setOthers((before) => [...before, page]);
      });
    },
  };
}
