import * as z from "zod/mini";
import { catalogueKey, identifierPattern } from "./keys.ts";
import type { Key } from "./keys.ts";

/** What an entry of the catalogue says of something that can be booked. */
export const storedItem = z.object({
  itemId: z.string().check(z.regex(identifierPattern)),
  kind: z.enum(["tour", "room", "table"]),
  title: z.string().check(z.minLength(1)),
  description: z.string(),
});

/** Something that can be booked. */
export type Item = z.infer<typeof storedItem>;

/** An item that cannot be in the catalogue, and every reason why. */
export class InvalidItem extends Error {
  override readonly name = "InvalidItem";
  constructor(itemId: string, problems: readonly string[]) {
    super(`item ${JSON.stringify(itemId)}: ${problems.join("; ")}`);
  }
}

/**
 * The item to put for an entry of the catalogue, which from then on only `homeRegion` may write.
 *
 * @throws InvalidItem naming every value that breaks a rule.
 */
export function catalogueEntry({
  item,
  homeRegion,
}: {
  item: Item;
  homeRegion: string;
}): Key & Record<string, unknown> {
  const { success, data, error } = storedItem.safeParse(item);
  if (!success)
    throw new InvalidItem(
      item.itemId,
      error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    );
  return { ...catalogueKey(data.itemId, homeRegion), ...data };
}
