/** A value of a table: a number, or text that somebody has written. */
type Cell = string | number;

/**
 * What a spreadsheet may take for a formula: https://owasp.org/www-community/attacks/CSV_Injection. Some look past blanks, and some
 * know the signs in full width.
 */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/**
 * A line of a CSV file as RFC 4180 says, its end included. Text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
