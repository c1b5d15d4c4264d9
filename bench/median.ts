/** The middle of some numbers. @throws RangeError if there are none */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new RangeError("there is no median of no values");
  return middle;
}
