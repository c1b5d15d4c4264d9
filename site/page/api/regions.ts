import type { SiteConfig } from "../../config.ts";

/** A region that takes bookings. */
export type Region = SiteConfig["regions"][number];

/** A region, and how it was when it was last asked. */
export interface RegionState {
  readonly region: Region;
  /** Milliseconds to its answer when it was last measured; undefined before that. */
  readonly latency?: number;
  /** Since when it has not answered, in epoch milliseconds; undefined while it does. */
  readonly darkSince?: number;
}

/** How much nearer another region has to be, in milliseconds, for it to be worth the change. */
const worthChanging = 25;

/** The regions that can be asked, the best first. */
export class Regions {
  readonly #states: Map<string, RegionState>;
  readonly #now: () => number;
  readonly #changed: () => void;
  #serving: string | undefined;

  /** @param changed called when the state of a region has changed */
  constructor(regions: readonly Region[], now: () => number = Date.now, changed: () => void = () => undefined) {
    this.#states = new Map(regions.map((region) => [region.name, { region }]));
    this.#now = now;
    this.#changed = changed;
  }

  /**
   * Those that answer come first, the nearest of them first; what is unknown comes in the order of the configuration. Who is served
   * by one stays with it while no other is much nearer, as a region knows first what was asked of it.
   */
  inOrder(): RegionState[] {
    const distance = ({ region, latency = Infinity }: RegionState): number =>
      latency - (region.name === this.#serving ? worthChanging : 0);
    return [...this.#states.values()].sort(
      (left, right) =>
        Number(left.darkSince !== undefined) - Number(right.darkSince !== undefined) ||
        distance(left) - distance(right) ||
        0, // unknown from unknown is no number
    );
  }

  /** A region serves the customer. */
  serves(name: string): void {
    this.#serving = name;
  }

  /** Whether a region was silent when it was last asked; one that is unknown is not. */
  isDark(name: string): boolean {
    return this.#states.get(name)?.darkSince !== undefined;
  }

  /**
   * A region has answered.
   *
   * @param latency milliseconds, if it was measured @default as it was
   */
  answered(name: string, latency = this.#states.get(name)?.latency): void {
    this.#become(name, { latency });
  }

  /** A region has failed to answer. */
  failed(name: string): void {
    const { latency, darkSince = this.#now() } = this.#states.get(name) ?? {};
    this.#become(name, { latency, darkSince });
  }

  #become(name: string, next: Omit<RegionState, "region">): void {
    const before = this.#states.get(name);
    if (before === undefined || (before.latency === next.latency && before.darkSince === next.darkSince)) return;
    this.#states.set(name, { region: before.region, ...next });
    this.#changed();
  }
}
