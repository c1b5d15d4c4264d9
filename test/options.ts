/**
 * The value of an option of a command.
 *
 * @throws RangeError unless it is a whole number in its range; `usage` says how the command is called
 */
export function wholeNumber(
  option: string,
  text: string,
  [least, most]: readonly [number, number],
  usage: string,
): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most && text.trim() !== "") return value;
  throw new RangeError(`${option} is ${text} and must be a whole number from ${least} to ${most}. ${usage}`);
}
