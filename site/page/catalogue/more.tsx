import { Complaint } from "../ui/notice.tsx";
import type { Action } from "../ui/use-action.ts";

interface MoreProps {
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly action: Action;
}

/** Shows more of a list, if there is more. */
export function More({ hasMore, more, action: { isRunning, error } }: MoreProps) {
  return (
    <>
      {hasMore && (
        <button type="button" class="button-quiet more" disabled={isRunning} onClick={more}>
          {isRunning ? "Looking…" : "Show more"}
        </button>
      )}
      <Complaint error={error} />
    </>
  );
}
