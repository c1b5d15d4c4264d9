import { EncryptionKey, EventBus, EventRule, LambdaFunction, Queue, Topic } from "../../../components/index.ts";

/** Events from a bus to a queue, a topic and a function, made of the library's components. */
export function eventsByComponents(name: string): void {
  const alarmActions = ["arn:aws:sns:eu-west-1:123456789012:on-duty"];
  const key = new EncryptionKey(`${name}-key`, { aliasName: name, events: true });
  const bus = new EventBus(name, { description: "What became of bookings", keyArn: key.arn, alarmActions });
  const rule = (kind: string, called?: LambdaFunction) =>
    new EventRule(`${name}-${kind}`, {
      bus,
      eventPattern: JSON.stringify({ "detail-type": [{ prefix: "Booking" }] }),
      description: `Bookings, for ${kind}`,
      function: called,
      alarmActions,
    });
  const count = new LambdaFunction(`${name}-count`, {
    entry: "test/components/fixtures/handler.ts",
    logKeyArn: key.arn,
    alarmActions,
  });
  rule("counting", count);
  new Queue(`${name}-mail`, { eventRules: [rule("mail")], alarmActions });
  new Topic(`${name}-notices`, { keyArn: key.arn, eventRules: [rule("notices")], alarmActions });
}
