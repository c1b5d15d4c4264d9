import { firehose } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    firehose("archive", { serverSideEncryption: undefined });
  },
  messages: ["serverSideEncryption.enabled is not true: set it."],
};
