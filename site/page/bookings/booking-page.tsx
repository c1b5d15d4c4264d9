import { useRef, useState } from "preact/hooks";
import { Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { dayAndTime } from "../ui/format.ts";
import { Complaint, Failure, Loading } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { cancel, type KnownBooking } from "./book.ts";
import { SlotLine } from "./item-of-slot.tsx";
import { placesOf } from "./merge.ts";
import { Prolong } from "./prolong.tsx";
import { StatusBoard, StatusMark } from "./status-board.tsx";
import { useBooking } from "./use-booking.ts";

/** A booking, live. */
export function BookingPage({ bookingId }: { bookingId: string }) {
  usePageTitle("Booking");
  const { remembered, regions } = useServices();
  const { sighting, error, again } = useBooking(bookingId);
  const asked = remembered.find(bookingId);
  const booking = sighting?.booking ?? asked;
  if (booking === undefined && error !== undefined)
    return (
      <Failure
        error={error}
        retry={() => {
          again();
        }}
      />
    );
  if (booking === undefined) return <Loading what="the booking" />;
  const told = "status" in booking ? booking : { ...booking, status: "pending" as const };
  const taker = regions.value.find(({ region }) => region.name === asked?.region);
  const silentRegion = taker?.darkSince === undefined ? undefined : taker.region.name;
  const { prolongations = [], slots = asked?.slots ?? [] } = told;
  const known = { bookingId, region: sighting?.region ?? "" };
  const isConfirmed = told.status === "confirmed";
  return (
    <article class="booking-page">
      <h1 tabIndex={-1}>Your booking</h1>
      <StatusBoard part={told} silentRegion={silentRegion} />
      <ul class="lines">
        {(isConfirmed ? placesOf(told) : slots).map(({ slotId, units }) => (
          <li key={slotId}>
            <SlotLine slotId={slotId} units={units} />
          </li>
        ))}
      </ul>
      {prolongations
        .filter(({ status }) => status !== "confirmed" && status !== "cancelled")
        .map((part, index) => (
          <section key={index} aria-label="Asked for besides" class="prolongation">
            <StatusMark part={part} />
            {(part.slots ?? []).map(({ slotId, units }) => (
              <SlotLine key={slotId} slotId={slotId} units={units} />
            ))}
          </section>
        ))}
      {isConfirmed && (
        <div class="buttons">
          <Prolong
            booking={known}
            slotIds={slots.map(({ slotId }) => slotId)}
            done={() => {
              again((now) => (now.prolongations ?? []).length > prolongations.length);
            }}
          />
          <Cancel
            booking={known}
            done={() => {
              again((now) => now.status === "cancelled");
            }}
          />
        </div>
      )}
      {told.status === "rejected" && (
        <Link to="/" class="button">
          Look for something else
        </Link>
      )}
      <p class="hint">
        {told.requestedAt !== undefined && `Asked for on ${dayAndTime(told.requestedAt)}. `}
        Number <code>{bookingId}</code>
        {sighting !== undefined && `, as ${sighting.region} knows it.`}
      </p>
    </article>
  );
}

function Cancel({ booking, done }: { booking: KnownBooking; done: () => void }) {
  const { api } = useServices();
  const dialog = useRef<HTMLDialogElement>(null);
  const action = useAction();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button-quiet"
        disabled={isAsked}
        onClick={() => {
          dialog.current?.showModal();
        }}
      >
        {isAsked ? "Giving back…" : "Cancel"}
      </button>
      <dialog ref={dialog} aria-labelledby="cancel-title">
        <h2 id="cancel-title">Give the places back?</h2>
        <p>Somebody else can book them at once, and you may not get them again.</p>
        <div class="buttons">
          <button
            type="button"
            class="button"
            disabled={action.isRunning}
            onClick={() => {
              action.run(async () => {
                await cancel(api, booking);
                dialog.current?.close();
                setAsked(true);
                done();
              });
            }}
          >
            Give them back
          </button>
          <button type="button" class="button-quiet" onClick={() => dialog.current?.close()}>
            Keep them
          </button>
        </div>
        <Complaint error={action.error} />
      </dialog>
    </>
  );
}
