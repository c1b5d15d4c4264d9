/** Days that a line is kept after its last change, whatever it says. */
export const lineDays = 30;

const day = 24 * 3_600_000;

/** So many days after a time: seconds since 1970, as the table's time to live wants them. */
export function expiryOf(time: string, days: number): number {
  return Math.floor((Date.parse(time) + days * day) / 1000);
}

/** Whether an item has expired. The table deletes it some time later. */
export function hasExpired(expiresAt: number, now: Date): boolean {
  return 1000 * expiresAt <= now.getTime();
}
