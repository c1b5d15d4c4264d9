import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { httpHandler, json } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { fileKey } from "../report.ts";
import { variables } from "./environment.ts";
import { readReport } from "./report.ts";
import type { Dependencies } from "./report.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);

/** How long a link can be followed, in seconds. */
const validity = 300;

/** It signs links, which calls nobody. */
const client = new S3Client({});

const dependencies: Dependencies = {
  table: { client: documentClient, name: environment.TABLE_NAME },
  region: environment.AWS_REGION,
  now: () => new Date(),
  async link({ reportId, from, to }) {
    const signingDate = new Date();
    const linkTo = (format: "csv" | "json") => {
      const file = new GetObjectCommand({
        Bucket: environment.BUCKET_NAME,
        Key: fileKey(reportId, format),
        ResponseContentDisposition: `attachment; filename="report-${from}-${to}.${format}"`,
      });
      return getSignedUrl(client, file, { expiresIn: validity, signingDate });
    };
    const [csv, json] = await Promise.all([linkTo("csv"), linkTo("json")]);
    return { csv, json, expiresAt: new Date(signingDate.getTime() + 1000 * validity).toISOString() };
  },
};

/** The API's GET of a report. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
      [
        "GET",
        "/reports/:reportId",
        async ({ parameters }) => json(200, await readReport(dependencies, parameters.reportId ?? "")),
      ],
    ]),
  ),
);
