import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { follow } from "../../events/follow.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { variables } from "./environment.ts";
import { reactionsTo } from "./reactions.ts";
import type { Heard } from "./reactions.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);

async function write({ item, version }: Heard): Promise<void> {
  const newest = {
    ConditionExpression: "attribute_not_exists(pk) OR version < :version",
    ExpressionAttributeValues: { ":version": version },
  };
  try {
    await documentClient.send(
      new PutCommand({ TableName: environment.TABLE_NAME, Item: item, ...(version === undefined ? {} : newest) }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Consumes the queue of what reports are made of: writes down what this region hears of items, slots and bookings. */
export const handler = observed(follow(reactionsTo(write, environment.AWS_REGION)));
