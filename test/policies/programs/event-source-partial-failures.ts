import { queueConsumer } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queueConsumer("claim", { functionResponseTypes: undefined });
  },
  messages: ['functionResponseTypes is []: one failed item repeats its whole batch. Add "ReportBatchItemFailures".'],
};
