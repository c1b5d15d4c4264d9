import fc from "fast-check";
import type { Violation } from "../history/check.ts";
import { liveClaims } from "../history/books.ts";
import type { Control } from "./controls.ts";
import { scenarios } from "./scenario.ts";
import type { Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";
import type { Breakage, Result } from "./simulate.ts";

/** What was seen to happen, by name: how often. A run in which something never happened has shown nothing about it. */
export type Tally = Record<string, number>;

/** A seed whose scenario broke an invariant, and the shortest scenario that does the same. */
export interface Failure {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly violations: readonly Violation[];
}

/** The scenario that a seed stands for. */
export function scenarioOf(seed: number, regions: number): Scenario {
  const [scenario] = fc.sample(scenarios(regions), { seed, numRuns: 1 });
  if (scenario === undefined) throw new RangeError(`seed ${seed} gives no scenario`);
  return scenario;
}

/** Simulates the scenario of a seed; a failing one is made as short as it can be made. */
export async function runSeed(seed: number, regions: number, tally: Tally = {}): Promise<Failure | undefined> {
  const result = await simulate(scenarioOf(seed, regions));
  count(result, tally);
  return result.violations.length === 0 ? undefined : await shortest(seed, regions);
}

/** How many seeds it takes, at most `most`, until a control is seen to break what it must break; `undefined`: it is not. */
export async function seedsUntilCaught(
  { breakage, breaks }: Control,
  regions: number,
  most: number,
): Promise<number | undefined> {
  for (let seed = 1; seed <= most; seed += 1) {
    const { violations } = await simulate(scenarioOf(seed, regions), breakage);
    if (violations.some(({ invariant }) => breaks.includes(invariant))) return seed;
  }
  return undefined;
}

async function shortest(seed: number, regions: number, breakage: Breakage = {}): Promise<Failure> {
  const property = fc.asyncProperty(
    scenarios(regions),
    async (scenario) => (await simulate(scenario, breakage)).violations.length === 0,
  );
  const details = await fc.check(property, { seed, numRuns: 1 });
  const [scenario = scenarioOf(seed, regions)] = details.counterexample ?? [];
  const { violations } = await simulate(scenario, breakage);
  return { seed, scenario, violations };
}

function count({ history }: Result, tally: Tally): void {
  const add = (name: string, times = 1) => {
    tally[name] = (tally[name] ?? 0) + times;
  };
  for (const { answer } of history.requests) {
    add(
      answer === undefined ? "requests without an answer" : answer.accepted ? "requests accepted" : "requests refused",
    );
  }
  for (const { status } of history.observations) add(`observed as ${status}`);
  for (const [region, items] of Object.entries(history.tables)) {
    const own = items.filter((item) => item.region === region);
    for (const item of own) if (item.sk.startsWith("BOOKING#")) add(`claims ${String(item.status)}`);
    add("transfers", own.filter(({ sk }) => sk.startsWith("TRANSFER#")).length);
    add("prolongations confirmed", liveClaims(own).filter(({ part }) => part !== "0").length);
  }
}
