import { useState } from "preact/hooks";
import type { components } from "../../../api/generated/types.ts";
import { dataOf } from "../api/api.ts";
import { Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { Complaint, Failure, Loading, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoad } from "../ui/use-load.ts";
import { SlotLine } from "./item-of-slot.tsx";
import { merged, placesOf } from "./merge.ts";
import { StatusMark } from "./status-board.tsx";

type Page = components["schemas"]["BookingPage"];
type Booking = components["schemas"]["Booking"];

/** The customer's own bookings. */
export function BookingsPage() {
  usePageTitle("My bookings");
  const { api, session, remembered } = useServices();
  const read = async (cursor: string | undefined, signal?: AbortSignal): Promise<Page> =>
    await dataOf(api.client.GET("/bookings", { params: { query: { limit: 25, cursor } }, signal }));
  const first = useLoad("bookings", (signal) => read(undefined, signal));
  const [more, setMore] = useState<readonly Page[]>([]);
  const action = useAction();
  const pages = first.state === "ready" ? [first.value, ...more] : [];
  const cursor = pages.at(-1)?.cursor;
  const told = pages.flatMap(({ bookings }) => bookings);
  const bookings = merged(told, remembered.of(session.signedIn?.customerId ?? ""));
  return (
    <>
      <h1 tabIndex={-1}>My bookings</h1>
      {first.state === "loading" && <Loading what="your bookings" />}
      {first.state === "failed" && <Failure error={first.error} retry={first.reload} />}
      {first.state === "ready" && bookings.length === 0 && <None />}
      <ul class="bookings">
        {bookings.map((booking) => (
          <Entry key={booking.bookingId} booking={booking} />
        ))}
      </ul>
      {cursor !== undefined && (
        <button
          type="button"
          class="button-quiet more"
          disabled={action.isRunning}
          onClick={() => {
            action.run(async () => {
              const page = await read(cursor);
              setMore((before) => [...before, page]);
            });
          }}
        >
          Show more
        </button>
      )}
      <Complaint error={action.error} />
    </>
  );
}

function Entry({ booking }: { booking: Booking }) {
  const { remembered, regions } = useServices();
  const takenBy = remembered.find(booking.bookingId)?.region;
  const isSilent = regions.value.some(({ region, darkSince }) => region.name === takenBy && darkSince !== undefined);
  return (
    <li class="booking">
      <div>
        <StatusMark part={booking} silentRegion={isSilent ? takenBy : undefined} />
        {placesOf(booking).map(({ slotId, units }) => (
          <SlotLine key={slotId} slotId={slotId} units={units} />
        ))}
      </div>
      <Link to={`/bookings/${booking.bookingId}`} class="button-quiet">
        Open<span class="visually-hidden"> booking {booking.bookingId}</span>
      </Link>
    </li>
  );
}

function None() {
  return (
    <Notice flag="P" title="No bookings yet">
      <p>Ships fly this flag before they sail. Yours is waiting.</p>
      <Link to="/" class="button">
        See what can be booked
      </Link>
    </Notice>
  );
}
