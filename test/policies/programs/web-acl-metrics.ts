import { webAcl } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    webAcl("site", {
      visibilityConfig: { cloudwatchMetricsEnabled: false, metricName: "site", sampledRequestsEnabled: true },
    });
  },
  messages: ["visibilityConfig.cloudwatchMetricsEnabled is false: set it to true."],
};
