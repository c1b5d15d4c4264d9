/** What the id of a slot tells: the item, and when it begins (`<item>-yyyymmddThhmmZ`); no time, if it has another form. */
export function slotFrom(slotId: string): { itemId: string; startsAt: string | undefined } {
  const found = /^(.+)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/.exec(slotId);
  if (found === null) return { itemId: slotId, startsAt: undefined };
  const [, itemId = "", year = "", month = "", day = "", hour = "", minute = ""] = found;
  return { itemId, startsAt: `${year}-${month}-${day}T${hour}:${minute}:00.000Z` };
}
