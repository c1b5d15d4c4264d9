import { useRef } from "preact/hooks";
import type { Basket, BasketLine } from "../api/schemas.ts";
import { goTo, Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { ItemTitle } from "../bookings/item-of-slot.tsx";
import { dayAndTime, money } from "../ui/format.ts";
import { Complaint, Failure, Loading, Notice } from "../ui/notice.tsx";
import { Stepper } from "../ui/stepper.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoad } from "../ui/use-load.ts";
import { checkOut, readBasket, setUnits } from "./basket.ts";

/** What somebody wants to book at once. */
export function BasketPage() {
  usePageTitle("Basket");
  const services = useServices();
  const basket = useLoad("basket", (signal) => readBasket(services, signal));
  return (
    <>
      <h1 tabIndex={-1}>Basket</h1>
      {basket.state === "loading" && <Loading what="your basket" />}
      {basket.state === "failed" && <Failure error={basket.error} retry={basket.reload} />}
      {basket.state === "ready" && <Content basket={basket.value} reload={basket.reload} />}
    </>
  );
}

function Content({ basket, reload }: { basket: Basket; reload: () => void }) {
  const services = useServices();
  const action = useAction();
  const keys = useRef(new Map<string, string>());
  const { lines, total, currency } = basket;
  if (lines.length === 0) {
    return (
      <Notice flag="Q" title="Nothing in it yet">
        <p>Put in what belongs together: you get all of it, or nothing and no bill.</p>
        <Link to="/" class="button">
          See what can be booked
        </Link>
      </Notice>
    );
  }
  const change = (slotId: string, units: number): void => {
    action.run(async () => {
      await setUnits(services, slotId, units);
      reload();
    });
  };
  const keyOf = (content: string): string => {
    const key = keys.current.get(content) ?? crypto.randomUUID();
    keys.current.set(content, key);
    return key;
  };
  return (
    <>
      <ul class="basket">
        {lines.map((line) => (
          <Line key={line.slotId} line={line} currency={currency} change={change} />
        ))}
      </ul>
      <div class="checkout">
        <p class="total">
          In all <strong>{money(total, currency)}</strong>
        </p>
        <button
          type="button"
          class="button"
          disabled={action.isRunning}
          onClick={() => {
            action.run(async () => {
              goTo(`/bookings/${await checkOut(services, keyOf(JSON.stringify(lines)))}`);
            });
          }}
        >
          {action.isRunning ? "One moment…" : "Book all of it"}
        </button>
        <p class="hint">All or nothing: if one of them is sold out meanwhile, nothing is booked.</p>
      </div>
      <Complaint error={action.error} />
    </>
  );
}

interface LineProps {
  readonly line: BasketLine;
  readonly currency: string;
  readonly change: (slotId: string, units: number) => void;
}

const reasons: Record<Exclude<BasketLine["status"], "bookable">, string> = {
  begun: "It has begun: take it out to book the rest.",
  withdrawn: "It is not offered any more: take it out to book the rest.",
  unknown: "This region has not heard of it yet: try again in a moment.",
};

function Line({ line: { slotId, startsAt, units, amount, status }, currency, change }: LineProps) {
  return (
    <li class="basket-line">
      <span class="slot-line">
        <ItemTitle slotId={slotId} />
        <time dateTime={startsAt}>{dayAndTime(startsAt)}</time>
        {status !== "bookable" && <span class="reason">{reasons[status]}</span>}
      </span>
      <Stepper
        label="Places"
        value={units}
        most={1000}
        change={(next) => {
          change(slotId, next);
        }}
      />
      <strong class="amount">{money(amount, currency)}</strong>
      <button
        type="button"
        class="button-quiet"
        onClick={() => {
          change(slotId, 0);
        }}
      >
        Take out
      </button>
    </li>
  );
}
