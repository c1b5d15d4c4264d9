import { useServices } from "../app/services.ts";
import { textIn } from "../ui/form.ts";
import { localDate } from "../ui/format.ts";
import { Complaint } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { SlotOffer } from "../api/schemas.ts";
import { slotsOf } from "./series.ts";

/** New times of an item: the same hour on one day or many. */
export function SlotsForm({ offer }: { offer: (slots: SlotOffer[]) => Promise<void> }) {
  const { config } = useServices();
  const action = useAction();
  const today = localDate(new Date());
  return (
    <form
      class="form form-row"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const number = (name: string): number => Number(textIn(form, name));
        const series = { from: textIn(form, "from"), time: textIn(form, "time"), days: number("days") };
        action.run(() =>
          offer(slotsOf({ ...series, capacity: number("capacity"), price: number("price") }, config.currency)),
        );
      }}
    >
      <label class="field">
        <span>First day</span>
        <input name="from" type="date" required min={today} defaultValue={today} />
      </label>
      <label class="field">
        <span>Time</span>
        <input name="time" type="time" required defaultValue="09:00" />
      </label>
      <label class="field">
        <span>Days</span>
        <input name="days" type="number" required min={1} max={50} defaultValue="7" />
      </label>
      <label class="field">
        <span>Places</span>
        <input name="capacity" type="number" required min={1} max={100000} defaultValue="10" />
      </label>
      <label class="field">
        <span>Price in {config.currency}</span>
        <input name="price" type="number" required min={0} step="0.01" defaultValue="25" />
      </label>
      <button type="submit" class="button" disabled={action.isRunning}>
        {action.isRunning ? "Offering…" : "Offer these times"}
      </button>
      <Complaint error={action.error} />
    </form>
  );
}
