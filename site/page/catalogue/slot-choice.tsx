import type { Slot } from "../api/schemas.ts";
import { useServices } from "../app/services.ts";
import { count, money, timeOfDay } from "../ui/format.ts";

interface SlotChoiceProps {
  readonly slots: readonly Slot[];
  readonly chosen: string | undefined;
  readonly choose: (slotId: string) => void;
}

/** The times of a day, one of which can be chosen. */
export function SlotChoice({ slots, chosen, choose }: SlotChoiceProps) {
  const { config } = useServices();
  return (
    <fieldset class="slots">
      <legend class="visually-hidden">Time</legend>
      {slots.map(({ slotId, startsAt, available, capacity, unitPrice }) => (
        <label key={slotId} class={`slot ${available === 0 ? "is-sold-out" : ""}`}>
          <input
            type="radio"
            name="slot"
            checked={slotId === chosen}
            disabled={available === 0}
            onChange={() => {
              choose(slotId);
            }}
          />
          <span class="slot-time">{timeOfDay(startsAt)}</span>
          <span class="slot-free">
            {available === 0 ? "Sold out" : `${count(available, "place")} of ${capacity} free`}
          </span>
          <span class="slot-price">{money(unitPrice, config.currency)}</span>
        </label>
      ))}
    </fieldset>
  );
}
