import * as aws from "@pulumi/aws";
import * as references from "../../../policies/multi-region/references.ts";
import { itIsAStackRule, later } from "../rule-tests.ts";
import { lambda, queueConsumer } from "../sound/compute.ts";
import { eventTarget, queue, subscription } from "../sound/messaging.ts";
import { replica, table } from "../sound/storage.ts";

const withVariable = (value: string) => () => lambda("accept", { environment: { variables: { WHERE: value } } });
const farQueue = () => queue("bookings", { region: "us-east-1" });

itIsAStackRule(references.noCrossRegionReference, {
  holds: [
    [withVariable("us-east-1")], // a name is no address
    [withVariable("arn:aws:iam::123456789012:role/reader")],
    [withVariable("https://sqs.eu-west-1.amazonaws.com/123456789012/bookings")],
    [
      () => {
        const { name } = table("ledger", { region: "us-east-1", replicas: [replica("eu-west-1")] });
        lambda("read", { environment: { variables: { TABLE_NAME: name } } });
      },
    ],
  ],
  breaks: [
    [
      withVariable("https://sqs.us-east-1.amazonaws.com/123456789012/bookings"),
      [["environment.variables.WHERE is an address in us-east-1: use what is in eu-west-1.", "accept"]],
    ],
    [
      () => queueConsumer("claim", { eventSourceArn: farQueue().arn }),
      [["eventSourceArn is an address in us-east-1: use what is in eu-west-1.", "claim"]],
    ],
    [
      () => eventTarget("shipping", { arn: "arn:aws:events:us-east-1:123456789012:event-bus/orders" }),
      [["arn is an address in us-east-1: use what is in eu-west-1.", "shipping"]],
    ],
    [
      () => subscription("partners", { protocol: "sqs", endpoint: farQueue().arn }),
      [["endpoint is an address in us-east-1: use what is in eu-west-1.", "partners"]],
    ],
    [
      () => {
        const { name } = table("ledger", { region: "us-east-1", replicas: [] });
        lambda("read", { environment: { variables: { TABLE_NAME: name } } });
      },
      [["environment refers to ledger, which lies in us-east-1: use what is in eu-west-1.", "read"]],
    ],
  ],
  unknown: [
    [
      () => {
        lambda("accept", { environment: { variables: { QUEUE_URL: queue("bookings").url } } });
      },
      [],
    ],
    [
      () => {
        lambda("accept", { environment: { variables: { QUEUE_URL: farQueue().url } } });
      },
      ["environment refers to bookings, which lies in us-east-1: use what is in eu-west-1."],
    ],
    [
      () => {
        const elsewhere = new aws.iam.Role("elsewhere", { assumeRolePolicy: "{}" }).arn; // of no region
        lambda("accept", { environment: { variables: { WHERE: elsewhere } } });
      },
      "unjudged",
    ],
    [() => lambda("accept", { region: later("eu-west-1") }), "unjudged"],
  ],
});
