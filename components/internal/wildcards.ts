/** Whether some text matches both patterns, in which `*` stands for any characters. */
export function overlap(left: string, right: string): boolean {
  if (left === "" || right === "") return /^\**$/.test(left + right);
  if (left.startsWith("*")) return overlap(left.slice(1), right) || overlap(left, right.slice(1));
  if (right.startsWith("*")) return overlap(right, left);
  return right.startsWith(left.slice(0, 1)) && overlap(left.slice(1), right.slice(1));
}
