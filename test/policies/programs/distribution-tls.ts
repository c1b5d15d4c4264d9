import { distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { viewerCertificate: { iamCertificateId: "site", minimumProtocolVersion: "TLSv1" } });
  },
  messages: ['viewerCertificate.minimumProtocolVersion is TLSv1: set it to "TLSv1.2_2021".'],
};
