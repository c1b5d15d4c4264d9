import type { Machine } from "../machine.ts";
import type { Asked } from "./protocol.ts";
import { type MachineStatus, statusOf } from "./status.ts";

/** What a rehearsal does to a machine: replication that lags or is cut, regions that go dark. Each tells how it then is. */
export class Drills {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** @throws RangeError unless the lag is 0 or more */
  lag({ milliseconds }: Asked<"lag">): Promise<MachineStatus> {
    this.#machine.replication.setLag(milliseconds);
    return this.status();
  }

  /** @throws MachineError for a region that there is not; Error for one that would be cut from itself */
  cut({ regions }: Asked<"cut">): Promise<MachineStatus> {
    const [a, b] = this.#pair(regions);
    if (a === b) throw new Error(`${a} cannot be cut off from itself: name two regions`);
    this.#machine.replication.cut(a, b);
    return this.status();
  }

  /** Heals one cut, or all of them. @throws MachineError for a region that there is not */
  heal({ regions }: Asked<"heal">): Promise<MachineStatus> {
    const { replication } = this.#machine;
    for (const [a, b] of regions === undefined ? replication.cuts : [this.#pair(regions)]) replication.heal(a, b);
    return this.status();
  }

  /** Makes a region go dark. @throws MachineError if there is no such region */
  async stop({ region }: Asked<"stop">): Promise<MachineStatus> {
    await this.#machine.region(region).stop();
    return await this.status();
  }

  /** Brings a region back. @throws MachineError if there is no such region, or a port of it is taken */
  async start({ region }: Asked<"start">): Promise<MachineStatus> {
    await this.#machine.region(region).start();
    return await this.status();
  }

  /** Changes nothing. */
  status(): Promise<MachineStatus> {
    return statusOf(this.#machine);
  }

  #pair([a, b]: readonly [string, string]): readonly [string, string] {
    return [this.#machine.region(a).name, this.#machine.region(b).name];
  }
}
