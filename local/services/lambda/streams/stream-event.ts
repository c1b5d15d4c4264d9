import type { AttributeValue as StreamedValue, _Record } from "@aws-sdk/client-dynamodb-streams";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";

/** A stream's record as a function gets it: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export function recordOf(record: _Record, streamArn: string, region: string): DynamoDBRecord {
  const { dynamodb = {}, userIdentity } = record;
  const { ApproximateCreationDateTime: created, Keys, NewImage, OldImage, ...rest } = dynamodb;
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ...(created === undefined ? {} : { ApproximateCreationDateTime: created.getTime() / 1000 }),
      ...(Keys === undefined ? {} : { Keys: imageOf(Keys) }),
      ...(NewImage === undefined ? {} : { NewImage: imageOf(NewImage) }),
      ...(OldImage === undefined ? {} : { OldImage: imageOf(OldImage) }),
      ...rest,
    },
    ...(userIdentity === undefined
      ? {}
      : { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  };
}

function imageOf(image: Readonly<Record<string, StreamedValue>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, valueOf(value)]));
}

/** Bytes are base64 in an event, where the SDK has arrays. */
function valueOf(value: StreamedValue): AttributeValue {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.M !== undefined) return { M: imageOf(value.M) };
  if (value.L !== undefined) return { L: value.L.map(valueOf) };
  return value as AttributeValue;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
