import { useRef } from "preact/hooks";
import { addToBasket } from "../basket/basket.ts";
import { book } from "../bookings/book.ts";
import { goTo, Link } from "../app/navigation.tsx";
import { useServices } from "../app/services.ts";
import { usePageTitle } from "../app/page-title.ts";
import { count, money } from "../ui/format.ts";
import { Complaint, Failure, Loading, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoad } from "../ui/use-load.ts";
import { readItem, readSlots } from "./catalogue.ts";
import { Cover } from "./cover.tsx";
import { type Choice, SlotPicker } from "./slot-picker.tsx";

/** An item: what it is, when it is free, and a way to book it. */
export function ItemPage({ itemId }: { itemId: string }) {
  const { api } = useServices();
  const item = useLoad(`item ${itemId}`, (signal) => readItem(api, itemId, signal));
  usePageTitle(item.state === "ready" ? item.value.title : "…");
  if (item.state === "loading") return <Loading what="the offer" rows={5} />;
  if (item.state === "failed") return <Failure error={item.error} retry={item.reload} />;
  const { title, description, kind } = item.value;
  return (
    <article class="item-page">
      <header class="item-top">
        <Cover item={item.value} />
        <div>
          <p class="kind">{kind}</p>
          <h1 tabIndex={-1}>{title}</h1>
          <p class="lead">{description}</p>
        </div>
      </header>
      <Times itemId={itemId} />
    </article>
  );
}

function Times({ itemId }: { itemId: string }) {
  const { api } = useServices();
  const slots = useLoad(`slots ${itemId}`, (signal) => readSlots(api, itemId, signal));
  if (slots.state === "loading") return <Loading what="times" />;
  if (slots.state === "failed") return <Failure error={slots.error} retry={slots.reload} />;
  if (slots.value.length === 0) {
    return (
      <Notice flag="Q" title="No times yet">
        <p>Nothing is offered at the moment. It is worth looking again.</p>
        <Link to="/" class="button">
          Look for something else
        </Link>
      </Notice>
    );
  }
  const isSoldOut = slots.value.every(({ available }) => available === 0);
  return (
    <section aria-labelledby="when">
      <h2 id="when">{isSoldOut ? "Sold out, every day" : "When?"}</h2>
      {isSoldOut && <p>Places come back when somebody cancels. It is worth looking again.</p>}
      <SlotPicker slots={slots.value}>
        {(choice) => <Buy key={choice?.slot.slotId} choice={choice} reload={slots.reload} />}
      </SlotPicker>
    </section>
  );
}

function Buy({ choice, reload }: { choice: Choice | undefined; reload: () => void }) {
  const services = useServices();
  const action = useAction();
  // The same wish has the same key, however often the button is pressed; another number of places is another wish.
  const keys = useRef(new Map<number, string>());
  if (choice === undefined) return <p class="hint">Choose a time first.</p>;
  const { slot, units } = choice;
  const keyOf = (): string => {
    const key = keys.current.get(units) ?? crypto.randomUUID();
    keys.current.set(units, key);
    return key;
  };
  return (
    <div class="buy">
      <p class="total">
        {count(units, "place")} <strong>{money(units * slot.unitPrice, services.config.currency)}</strong>
      </p>
      <div class="buttons">
        <button
          type="button"
          class="button"
          disabled={action.isRunning}
          onClick={() => {
            action.run(async () => {
              goTo(`/bookings/${await book(services, [{ slotId: slot.slotId, units }], keyOf())}`);
            });
          }}
        >
          {action.isRunning ? "Asking…" : "Book now"}
        </button>
        <button
          type="button"
          class="button-quiet"
          disabled={action.isRunning}
          onClick={() => {
            action.run(async () => {
              await addToBasket(services, slot.slotId, units);
              reload();
            });
          }}
        >
          Add to basket
        </button>
      </div>
      <Complaint error={action.error} />
    </div>
  );
}
