import type { components } from "../../../api/generated/types.ts";

type Part = components["schemas"]["Part"];

/** What a status is called, and the flag that it flies. */
export interface Telling {
  readonly flag: string;
  readonly title: string;
  readonly text: string;
}

const reasons: Record<string, string> = {
  "sold-out": "Somebody else was faster: every region has been asked, and none has enough places left.",
  "unknown-slot": "This time is not offered any more.",
  "slot-withdrawn": "This time has been taken off the list.",
  "slot-in-the-past": "It had begun already when your request was looked at.",
  "not-confirmed": "The booking that was to be prolonged was not confirmed.",
  "idempotency-key-reused": "The same request was used for something else before.",
};

/**
 * Says what became of a part of a booking. Flags as ships fly them: C is yes, N is no, the pennant is seen and not yet answered.
 *
 * @param silentRegion the region that took the request, if it does not answer now
 */
export function tellingOf({ status, reason, region }: Part, silentRegion?: string): Telling {
  switch (status) {
    case "pending":
      return silentRegion === undefined
        ? { flag: "pennant", title: "Asking for your places", text: "This takes a moment. You can leave this page." }
        : {
            flag: "pennant",
            title: "Waiting for a region",
            text: `${silentRegion} took your request and does not answer now. Your request is kept there, and is answered as soon as the region is back.`,
          };
    case "confirmed":
      return {
        flag: "C",
        title: "Confirmed",
        text: `The places are yours${region === undefined ? "" : `, sold by ${region}`}.`,
      };
    case "rejected":
      return { flag: "N", title: "Not booked", text: reasons[reason ?? ""] ?? "It could not be booked." };
    case "cancelled":
      return { flag: "A", title: "Cancelled", text: "The places were given back." };
  }
}
