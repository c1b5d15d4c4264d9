/** What the id of a slot tells: the item, and when it begins (`yyyymmddThhmmZ`, or a day alone). */
export function slotFrom(slotId: string): { itemId: string; startsAt: string | undefined } {
  const full = /^(.+)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/i.exec(slotId);
  if (full !== null) {
    const [, itemId = "", year = "", month = "", day = "", hour = "", minute = ""] = full;
    return { itemId, startsAt: `${year}-${month}-${day}T${hour}:${minute}:00.000Z` };
  }
  const [, itemId = slotId, day] = /^(.+)-(\d{4}-\d{2}-\d{2})$/.exec(slotId) ?? [];
  return { itemId, startsAt: day === undefined ? undefined : `${day}T09:00:00.000Z` };
}
