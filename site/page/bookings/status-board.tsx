import type { components } from "../../../api/generated/types.ts";
import { Flag } from "../ui/flag.tsx";
import { tellingOf } from "./status.ts";

type Part = components["schemas"]["Part"];

/** What became of a booking, large, and told to a screen reader when it changes. */
export function StatusBoard({ part, silentRegion }: { part: Part; silentRegion?: string }) {
  const { flag, title, text } = tellingOf(part, silentRegion);
  return (
    <div class={`status-board is-${part.status}`} role="status">
      <Flag of={flag} className="flag-large" />
      <div>
        <p class="status-title">{title}</p>
        <p>{text}</p>
      </div>
    </div>
  );
}

/** What became of a booking, in a word. */
export function StatusMark({ part, silentRegion }: { part: Part; silentRegion?: string }) {
  const { flag, title } = tellingOf(part, silentRegion);
  return (
    <span class={`status-mark is-${part.status}`}>
      <Flag of={flag} />
      {title}
    </span>
  );
}
