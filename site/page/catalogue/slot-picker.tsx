import { useState } from "preact/hooks";
import type { Slot } from "../api/schemas.ts";
import { localDate, longDay, timeZone } from "../ui/format.ts";
import { Stepper } from "../ui/stepper.tsx";
import { Calendar } from "./calendar.tsx";
import { SlotChoice } from "./slot-choice.tsx";

/** What somebody has chosen. */
export interface Choice {
  readonly slot: Slot;
  readonly units: number;
}

interface SlotPickerProps {
  /** In order; at least one. */
  readonly slots: readonly Slot[];
  /** What can be done with the choice; undefined while there is none. */
  readonly children: (choice: Choice | undefined) => preact.ComponentChildren;
}

/** Lets somebody choose a day, a time and a number of places. */
export function SlotPicker({ slots, children }: SlotPickerProps) {
  const firstFree = slots.find(({ available }) => available > 0);
  const [day, setDay] = useState(localDate((firstFree ?? slots[0])?.startsAt ?? new Date()));
  const [chosenId, setChosenId] = useState<string>();
  const [units, setUnits] = useState(1);
  const ofDay = slots.filter(({ startsAt }) => localDate(startsAt) === day);
  const free = ofDay.filter(({ available }) => available > 0);
  const slot = free.find(({ slotId }) => slotId === chosenId) ?? (free.length === 1 ? free[0] : undefined);
  const most = slot?.available ?? 1;
  const wanted = Math.min(units, most);
  return (
    <div class="slot-picker">
      <Calendar slots={slots} day={day} choose={setDay} />
      <div>
        <h3 aria-live="polite">{longDay(day)}</h3>
        <SlotChoice slots={ofDay} chosen={slot?.slotId} choose={setChosenId} />
        <p class="hint">Times are those of your clock, {timeZone()}.</p>
        {slot !== undefined && <Stepper label="Places" value={wanted} most={Math.min(most, 1000)} change={setUnits} />}
        {children(slot === undefined ? undefined : { slot, units: wanted })}
      </div>
    </div>
  );
}
