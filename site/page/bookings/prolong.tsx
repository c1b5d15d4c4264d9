import { useRef, useState } from "preact/hooks";
import { useServices } from "../app/services.ts";
import { readSlots } from "../catalogue/catalogue.ts";
import { slotFrom } from "../catalogue/slot-id.ts";
import { SlotPicker } from "../catalogue/slot-picker.tsx";
import { Complaint, Failure, Loading } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoad } from "../ui/use-load.ts";
import { type KnownBooking, prolong } from "./book.ts";

interface ProlongProps {
  readonly booking: KnownBooking;
  /** What is booked already. */
  readonly slotIds: readonly string[];
  readonly done: () => void;
}

/** Lets somebody add another time of the same to a booking. */
export function Prolong(props: ProlongProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        Prolong
      </button>
      <dialog
        ref={dialog}
        class="dialog-wide"
        aria-labelledby="prolong-title"
        onClose={() => {
          setOpen(false);
        }}
      >
        <h2 id="prolong-title">Stay a little longer</h2>
        <p>What you have stays yours, whatever becomes of this.</p>
        {isOpen && <More {...props} close={() => dialog.current?.close()} />}
        <button type="button" class="button-quiet" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </dialog>
    </>
  );
}

function More({ booking, slotIds, done, close }: ProlongProps & { close: () => void }) {
  const { api } = useServices();
  const action = useAction();
  const key = useRef(crypto.randomUUID());
  const { itemId } = slotFrom(slotIds[0] ?? "");
  const slots = useLoad(`slots ${itemId}`, (signal) => readSlots(api, itemId, signal));
  if (slots.state === "loading") return <Loading what="times" />;
  if (slots.state === "failed") return <Failure error={slots.error} retry={slots.reload} />;
  const others = slots.value.filter(({ slotId }) => !slotIds.includes(slotId));
  if (!others.some(({ available }) => available > 0)) return <p>There is no other time with places left.</p>;
  return (
    <SlotPicker slots={others}>
      {(choice) => (
        <>
          <button
            type="button"
            class="button"
            disabled={choice === undefined || action.isRunning}
            onClick={() => {
              if (choice === undefined) return;
              action.run(async () => {
                const slot = { slotId: choice.slot.slotId, units: choice.units };
                await prolong(api, booking, { slots: [slot], key: `${key.current}-${slot.slotId}-${slot.units}` });
                key.current = crypto.randomUUID(); // the same once more is another wish
                close();
                done();
              });
            }}
          >
            Add to the booking
          </button>
          <Complaint error={action.error} />
        </>
      )}
    </SlotPicker>
  );
}
