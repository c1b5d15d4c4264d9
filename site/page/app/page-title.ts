import { useEffect } from "preact/hooks";

/** Names the tab after what it shows. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Berth`;
  }, [title]);
}
