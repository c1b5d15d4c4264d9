import * as batches from "../../../policies/dead-letters/batches.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { unknown } from "../violations.ts";

const type = "aws:lambda/eventSourceMapping:EventSourceMapping";
const whole = 'functionResponseTypes is []: one failed item repeats its whole batch. Add "ReportBatchItemFailures".';
const kafka = { eventSourceArn: "arn:aws:kafka:eu-west-1:123456789012:cluster/c", topics: ["orders"] };

itIsAResourceRule(batches.eventSourcePartialFailures, {
  type,
  name: "claim",
  holds: [[{ ...kafka, functionResponseTypes: undefined }]],
  breaks: [
    [{ functionResponseTypes: [] }, [whole]],
    [
      { functionResponseTypes: undefined, eventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks" },
      [whole],
    ],
  ],
  unknown: [
    [{ eventSourceArn: unknown, functionResponseTypes: undefined }, [whole]],
    [{ functionResponseTypes: unknown }, "unjudged"],
  ],
});

const nowhere = "destinationConfig.onFailure.destinationArn is not set: name a queue or topic.";

itIsAResourceRule(batches.streamFailureDestination, {
  type,
  name: "settle",
  holds: [
    [{ eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:bookings", destinationConfig: undefined }],
    [{ ...kafka, destinationConfig: undefined }],
  ],
  breaks: [
    [{ destinationConfig: {} }, [nowhere]],
    [{ destinationConfig: { onFailure: {} } }, [nowhere]],
  ],
  unknown: [
    [{ eventSourceArn: unknown, destinationConfig: { onFailure: { destinationArn: unknown } } }, []],
    [{ eventSourceArn: unknown, destinationConfig: undefined }, [nowhere]],
    [{ destinationConfig: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(batches.streamRetriesBounded, {
  type,
  name: "settle",
  holds: [
    [{ maximumRetryAttempts: 0 }],
    [{ maximumRetryAttempts: 500 }, { maximumRetries: 1000 }],
    [{ eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:bookings", maximumRetryAttempts: undefined }],
  ],
  breaks: [
    [{ maximumRetryAttempts: 500 }, ["maximumRetryAttempts is 500: set it to 0 to 100."]],
    [
      { maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1, bisectBatchOnFunctionError: false },
      [
        "maximumRetryAttempts is endless: set it to 0 to 100.",
        "maximumRecordAgeInSeconds is endless: set it to 60 to 86400.",
        "bisectBatchOnFunctionError is not true: set it, so that the record at fault is found.",
      ],
    ],
    [{}, ["maximumRecordAgeInSeconds is 3600: set it to 60 to 600."], { maximumAgeSeconds: 600 }],
  ],
  unknown: [[{ maximumRetryAttempts: unknown }, "unjudged"]],
});
