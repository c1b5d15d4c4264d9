import { customOrigin, distribution, s3Origin } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { origins: [s3Origin(), customOrigin({ originSslProtocols: ["TLSv1", "TLSv1.2"] })] });
  },
  messages: ['originSslProtocols of api holds TLSv1: leave "TLSv1.2" only.'],
};
