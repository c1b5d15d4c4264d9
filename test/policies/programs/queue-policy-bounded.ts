import { document, tlsOnly } from "../sound/documents.ts";
import { queue, queuePolicy } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    const bookings = queue("bookings", {}, ["policy"]);
    const everybody = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: bookings.arn };
    queuePolicy("bookings", bookings, document(tlsOnly(bookings.arn), everybody));
  },
  messages: ['policy allows the principal "*": name accounts, roles or services, or add a condition.'],
};
