const locale = "en-GB";

/** A price, such as `€12.50`, from the smallest unit of its currency. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(amount / 10 ** fractionDigits(currency));
}

/** How many digits the smallest unit of a currency is behind the point: 2 for EUR, 0 for JPY. */
export function fractionDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat(locale, { style: "currency", currency }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

/** A number of things, such as `1 place` and `3 places`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString(locale)} ${number === 1 ? one : many}`;
}

/** A day and a time where the customer is, such as `Sat 22 Nov, 09:00`. */
export function dayAndTime(instant: string): string {
  return new Date(instant).toLocaleString(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** A time where the customer is, such as `09:00`. */
export function timeOfDay(instant: string): string {
  return new Date(instant).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

/** A day in full, such as `Saturday 22 November`, of a local date such as `2026-11-22`. */
export function longDay(date: string): string {
  return new Date(`${date}T12:00`).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
}

/** The local date of an instant, such as `2026-11-22`. */
export function localDate(instant: string | Date): string {
  const date = new Date(instant);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Where the customer's clock is, such as `Europe/Lisbon`. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
