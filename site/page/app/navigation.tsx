import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

const address = signal(new URL(location.href));

addEventListener("popstate", () => {
  address.value = new URL(location.href);
});

/** Where the page is. */
export function here(): URL {
  return address.value;
}

/** Goes to a path of the page; the way back leads to where one was. */
export function goTo(path: string): void {
  history.pushState(null, "", path);
  address.value = new URL(location.href);
  scrollTo(0, 0);
}

/** Changes the path without a way back to what it was. */
export function becomePath(path: string): void {
  history.replaceState(null, "", path);
  address.value = new URL(location.href);
}

interface LinkProps {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  /** Whether it is where one is. */
  readonly isCurrent?: boolean;
}

/** A link within the page. */
export function Link({ to, children, class: className, isCurrent }: LinkProps) {
  return (
    <a
      href={to}
      class={className}
      aria-current={isCurrent === true ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return; // a tab of its own
        event.preventDefault();
        goTo(to);
      }}
    >
      {children}
    </a>
  );
}
