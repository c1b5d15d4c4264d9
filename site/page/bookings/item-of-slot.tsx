import { Link } from "../app/navigation.tsx";
import { useServices } from "../app/services.ts";
import { readItem } from "../catalogue/catalogue.ts";
import { slotFrom } from "../catalogue/slot-id.ts";
import { count, dayAndTime } from "../ui/format.ts";
import { useLoad } from "../ui/use-load.ts";

/** A slot that somebody wants or has: of what, when, and how many places. */
export function SlotLine({ slotId, units }: { slotId: string; units: number }) {
  const { startsAt } = slotFrom(slotId);
  return (
    <span class="slot-line">
      <ItemTitle slotId={slotId} />
      <span>
        {startsAt !== undefined && <time dateTime={startsAt}>{dayAndTime(startsAt)}</time>} · {count(units, "place")}
      </span>
    </span>
  );
}

/** The title of a slot's item, which leads there; what its id tells, until it is known and if it is off the list. */
export function ItemTitle({ slotId }: { slotId: string }) {
  const { api } = useServices();
  const { itemId } = slotFrom(slotId);
  const item = useLoad(`item ${itemId}`, (signal) => readItem(api, itemId, signal));
  if (item.state === "failed") return <strong>{itemId}</strong>;
  return (
    <Link to={`/items/${encodeURIComponent(itemId)}`} class="slot-title">
      {item.state === "ready" ? item.value.title : itemId}
    </Link>
  );
}
