import { useRef, useState } from "preact/hooks";
import { goTo } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import type { Slot } from "../api/schemas.ts";
import { useServices } from "../app/services.ts";
import { readSlots } from "../catalogue/catalogue.ts";
import { dayAndTime, money } from "../ui/format.ts";
import { Complaint, Failure, Loading } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoad } from "../ui/use-load.ts";
import { ItemForm } from "./item-form.tsx";
import { changeItem, offerSlots, readForEditing, removeItem, type Versioned } from "./items.ts";
import { SlotsForm } from "./slots-form.tsx";
import { StaffTabs } from "./staff-tabs.tsx";

/** An item, for staff. */
export function ItemEditor({ itemId }: { itemId: string }) {
  usePageTitle("Edit an item");
  const { api } = useServices();
  const versioned = useLoad(`edit ${itemId}`, (signal) => readForEditing(api, itemId, signal));
  return (
    <>
      <h1 tabIndex={-1}>{versioned.state === "ready" ? versioned.value.item.title : "An item"}</h1>
      <StaffTabs current="items" />
      {versioned.state === "loading" && <Loading what="the item" />}
      {versioned.state === "failed" && <Failure error={versioned.error} retry={versioned.reload} />}
      {versioned.state === "ready" && <Editor found={versioned.value} />}
    </>
  );
}

function Editor({ found }: { found: Versioned }) {
  const { api, announcement } = useServices();
  const [versioned, setVersioned] = useState(found);
  const { item } = versioned;
  return (
    <div class="columns">
      <section aria-labelledby="what" class="panel">
        <h2 id="what">What it is</h2>
        <ItemForm
          content={item}
          action="Save"
          save={async (content) => {
            setVersioned(await changeItem(api, versioned, content));
            announcement.value = "Saved.";
          }}
        />
        <Remove versioned={versioned} />
      </section>
      <Times versioned={versioned} />
    </div>
  );
}

function Times({ versioned: { item } }: { versioned: Versioned }) {
  const { api, config, announcement } = useServices();
  const slots = useLoad(`slots ${item.itemId}`, (signal) => readSlots(api, item.itemId, signal));
  const [offered, setOffered] = useState<readonly Slot[]>([]);
  const known = new Map(
    [...offered, ...(slots.state === "ready" ? slots.value : [])].map((slot) => [slot.slotId, slot]),
  );
  const inOrder = [...known.values()].sort((left, right) => left.startsAt.localeCompare(right.startsAt));
  return (
    <section aria-labelledby="times">
      <h2 id="times">Times</h2>
      <SlotsForm
        offer={async (more) => {
          const news = await offerSlots(api, item, more);
          setOffered((before) => [...before, ...news]);
          announcement.value = "Offered.";
        }}
      />
      {slots.state === "loading" && <Loading what="times" />}
      {slots.state === "failed" && <Failure error={slots.error} retry={slots.reload} />}
      {slots.state === "ready" && inOrder.length === 0 && <p>No times yet.</p>}
      <ul class="lines">
        {inOrder.map(({ slotId, startsAt, available, capacity, unitPrice }) => (
          <li key={slotId}>
            <time dateTime={startsAt}>{dayAndTime(startsAt)}</time>
            <span>
              {available} of {capacity} free
            </span>
            <span class="amount">{money(unitPrice, config.currency)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Remove({ versioned: { item } }: { versioned: Versioned }) {
  const { api } = useServices();
  const dialog = useRef<HTMLDialogElement>(null);
  const action = useAction();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <button type="button" class="button-quiet" disabled={isAsked} onClick={() => dialog.current?.showModal()}>
        Take it off the list
      </button>
      <dialog ref={dialog} aria-labelledby="remove-title">
        <h2 id="remove-title">Take “{item.title}” off the list?</h2>
        <p>Its times are withdrawn. What is booked stays booked.</p>
        <div class="buttons">
          <button
            type="button"
            class="button"
            disabled={action.isRunning}
            onClick={() => {
              action.run(async () => {
                await removeItem(api, item);
                setAsked(true);
                goTo("/staff");
              });
            }}
          >
            Take it off
          </button>
          <button type="button" class="button-quiet" onClick={() => dialog.current?.close()}>
            Leave it
          </button>
        </div>
        <Complaint error={action.error} />
      </dialog>
    </>
  );
}
