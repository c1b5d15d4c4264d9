import { table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", { billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 });
  },
  messages: [
    'billingMode is PROVISIONED, and no aws.appautoscaling.Target scales its ReadCapacityUnits and WriteCapacityUnits: set it to "PAY_PER_REQUEST", or add them.',
  ],
};
