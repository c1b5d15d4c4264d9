import { z } from "zod";
import { AwsError } from "../../endpoint/aws-error.ts";

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

const redriveAllowPolicy = z.discriminatedUnion("redrivePermission", [
  z.strictObject({ redrivePermission: z.enum(["allowAll", "denyAll"]) }),
  z.strictObject({ redrivePermission: z.literal("byQueue"), sourceQueueArns: z.array(z.string()).min(1).max(10) }),
]);

/** Where a queue's messages go that were received too often. */
export type RedrivePolicy = z.infer<typeof redrivePolicy>;
/** Which queues may use a queue for their dead letters. */
export type RedriveAllowPolicy = z.infer<typeof redriveAllowPolicy>;

/** @throws AwsError InvalidAttributeValue naming the field; maxReceiveCount is 1 to 1,000 (SQS's limit). */
export function parseRedrivePolicy(text: string): RedrivePolicy {
  return parse("RedrivePolicy", redrivePolicy, text);
}

/** @throws AwsError InvalidAttributeValue naming the field; at most 10 source queues (SQS's limit). */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  return parse("RedriveAllowPolicy", redriveAllowPolicy, text);
}

/** Whether the queue of that ARN may send its dead letters to a queue with this policy. */
export function allowsRedriveFrom(policy: RedriveAllowPolicy, sourceArn: string): boolean {
  if (policy.redrivePermission === "byQueue") return policy.sourceQueueArns.includes(sourceArn);
  return policy.redrivePermission === "allowAll";
}

function parse<Shape extends z.ZodType>(attribute: string, shape: Shape, text: string): z.infer<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AwsError("InvalidAttributeValue", `${attribute}: it is not JSON: ${text}`);
  }
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "document"}: ${message}`);
  throw new AwsError("InvalidAttributeValue", `${attribute}: ${problems.join("; ")}`);
}
