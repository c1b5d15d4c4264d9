import type { Region } from "./forward.ts";
import { heldIn, unsoldIn } from "./stock.ts";
import type { Stock } from "./stock.ts";

/** Units to send to another region. */
export interface Gift {
  readonly to: string;
  readonly units: number;
}

/**
 * A slot with fewer unsold units is not divided: few want it at once, and a party is not to be turned away because its places lie in
 * two regions.
 */
export const wholeBelow = 20;

/** A region that has less than this part of what it should have is low. */
const lowFraction = 1 / 4;

/**
 * What a region should send to those that are low on a slot. Every region should have a share of all unsold units: as large as
 * its share of what was sold, with half the capacity counted as sold evenly, so that no region ever seems to want nothing. Only
 * the region that has most gives, so that a low region is not helped twice.
 */
export function gifts(
  stock: Stock,
  region: string,
  regions: readonly Region[],
  /** Units of this region that are on their way, by where they go. */
  sent: Readonly<Record<string, number>>,
  /** The fewest unsold units that are divided. @default `wholeBelow` */
  least = wholeBelow,
): Gift[] {
  const serving = regions.filter(({ name, fenced }) => name === region || !fenced).map(({ name }) => name);
  const has = (name: string) => unsoldIn(stock, name) + (sent[name] ?? 0);
  const own = unsoldIn(stock, region);
  const hasMost = serving.every((name) => name === region || has(name) < own || (has(name) === own && region < name));
  if (stock.entry === undefined || !hasMost) return [];

  const evenly = stock.entry.capacity / 2 / serving.length;
  const wants = (name: string) => evenly + Math.max(0, heldIn(stock, name) - unsoldIn(stock, name));
  const wanted = serving.map(wants).reduce((a, b) => a + b, 0);
  const unsold = serving.map(has).reduce((a, b) => a + b, 0);
  if (unsold < least) return [];
  const shareOf = (name: string) => Math.floor((unsold * wants(name)) / wanted);

  let spare = own - shareOf(region);
  const found: Gift[] = [];
  for (const { name, alive } of regions) {
    if (name === region || !alive || !serving.includes(name)) continue;
    const share = shareOf(name);
    const units = Math.min(spare, share - has(name));
    if (has(name) >= share * lowFraction || units <= 0) continue;
    spare -= units;
    found.push({ to: name, units });
  }
  return found;
}
