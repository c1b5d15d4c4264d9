import { passwords, userPool } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    userPool("customers", { passwordPolicy: passwords({ requireSymbols: false }) });
  },
  messages: ["passwordPolicy leaves out requireSymbols: set each to true."],
};
