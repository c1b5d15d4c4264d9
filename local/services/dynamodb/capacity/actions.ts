import { z } from "zod";
import type { Image } from "../image.ts";
import { itemSize } from "./item-size.ts";
import { largestGrowth, replacementOf, type Update } from "./growth.ts";

/** A write of one item, or a condition on it. */
export interface WriteAction {
  readonly table: string;
  /** The key, or for a put the item, which holds it. */
  readonly keyed: Image;
  /** What is known of the item's size afterwards: exactly, by how much it may grow, or that it stays. */
  readonly after:
    { readonly size: number } | { readonly growth: number; readonly replacement: string | undefined } | "same";
}

const image = z.custom<Image>((value) => typeof value === "object" && value !== null);
const put = z.looseObject({ TableName: z.string(), Item: image });
const keyed = z.looseObject({ TableName: z.string(), Key: image });
const update = z.custom<Update & { TableName: string }>((value) => keyed.safeParse(value).success);
const batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.object({
        PutRequest: z.object({ Item: image }).optional(),
        DeleteRequest: z.object({ Key: image }).optional(),
      }),
    ),
  ),
});
const transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: put.optional(),
      Update: update.optional(),
      Delete: keyed.optional(),
      ConditionCheck: keyed.optional(),
    }),
  ),
});

const ofPut = ({ TableName, Item }: z.infer<typeof put>): WriteAction => ({
  table: nameOf(TableName),
  keyed: Item,
  after: { size: itemSize(Item) },
});
const ofUpdate = (asked: z.infer<typeof update>): WriteAction => ({
  table: nameOf(asked.TableName),
  keyed: asked.Key,
  after: { growth: largestGrowth(asked), replacement: replacementOf(asked) },
});
const ofDelete = ({ TableName, Key }: z.infer<typeof keyed>): WriteAction => ({
  table: nameOf(TableName),
  keyed: Key,
  after: { size: 0 },
});

/** The writes of a call; undefined if it is none, or not one that the engine will take. */
export function writesOf(operation: string, body: unknown): readonly WriteAction[] | undefined {
  switch (operation) {
    case "PutItem":
      return parsed(put, body, (asked) => [ofPut(asked)]);
    case "UpdateItem":
      return parsed(update, body, (asked) => [ofUpdate(asked)]);
    case "DeleteItem":
      return parsed(keyed, body, (asked) => [ofDelete(asked)]);
    case "BatchWriteItem":
      return parsed(batch, body, ({ RequestItems }) =>
        Object.entries(RequestItems).flatMap(([TableName, requests]) =>
          requests.flatMap(({ PutRequest, DeleteRequest }) => [
            ...(PutRequest === undefined ? [] : [ofPut({ TableName, ...PutRequest })]),
            ...(DeleteRequest === undefined ? [] : [ofDelete({ TableName, ...DeleteRequest })]),
          ]),
        ),
      );
    case "TransactWriteItems":
      return parsed(transaction, body, ({ TransactItems }) =>
        TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => [
          ...(Put === undefined ? [] : [ofPut(Put)]),
          ...(Update === undefined ? [] : [ofUpdate(Update)]),
          ...(Delete === undefined ? [] : [ofDelete(Delete)]),
          ...(ConditionCheck === undefined ? [] : [{ ...ofDelete(ConditionCheck), after: "same" as const }]),
        ]),
      );
    default:
      return undefined;
  }
}

/** The name of a table that is given by its name or its ARN. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

function parsed<Shape extends z.ZodType>(
  shape: Shape,
  body: unknown,
  actions: (asked: z.infer<Shape>) => readonly WriteAction[],
): readonly WriteAction[] | undefined {
  const result = shape.safeParse(body);
  return result.success ? actions(result.data) : undefined;
}
