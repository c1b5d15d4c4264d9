import type { InitializationType } from "./environment.ts";
import type { ExecutionEnvironment } from "./execution-environment.ts";

/** Starts an environment of some version. */
export type Starter = (type: InitializationType) => ExecutionEnvironment;

/** An environment in the pool, and for whom it is. */
export interface Lease {
  /** The version that it runs. */
  readonly key: string;
  readonly environment: ExecutionEnvironment;
  readonly provisioned: boolean;
  /** Whether an invocation has come to it. */
  used: boolean;
  /** Most that was seen, in MB. */
  memoryUsed: number;
  busy: boolean;
  retired: boolean;
}

interface Waiter {
  readonly key: string;
  readonly start: Starter;
  readonly resolve: (lease: Lease) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The environments of one function: at most `maximum`, started when they are needed and kept warm; a call that
 * finds all of them busy waits in line. Provisioned ones are started ahead, and no idle one of them makes room for another version.
 */
export class EnvironmentPool {
  readonly #maximum: number;
  readonly #leases = new Set<Lease>();
  readonly #waiters: Waiter[] = [];
  readonly #provisioned = new Map<string, { count: number; start: Starter }>();
  readonly #stopping = new Set<Promise<void>>();
  #closed = false;

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** How many environments there are. */
  get size(): number {
    return this.#leases.size;
  }

  /** An environment of the version, for one invocation; give it back with `release`. */
  acquire(key: string, start: Starter): Promise<Lease> {
    if (this.#closed) return Promise.reject(new Error("the region is stopping"));
    const lease = this.#waiters.length === 0 ? this.#take(key, start) : undefined;
    if (lease !== undefined) return Promise.resolve(lease);
    return new Promise((resolve, reject) => this.#waiters.push({ key, start, resolve, reject }));
  }

  /** Gives an environment back; the first in line gets it, or another in its place. */
  release(lease: Lease): void {
    lease.busy = false;
    if (!lease.environment.isAlive || lease.retired) this.#discard(lease);
    this.#serve();
    if (lease.provisioned && !lease.retired && lease.used) this.#replenish(lease.key);
  }

  /**
   * Keeps environments of a version ready, started one after the other; at most as many as the pool may hold.
   *
   * @returns when they have loaded their code
   */
  async provision(key: string, count: number, start: Starter): Promise<void> {
    this.#provisioned.set(key, { count: Math.min(count, this.#maximum), start });
    const surplus = this.#of(key)
      .filter(({ provisioned }) => provisioned)
      .slice(count);
    for (const lease of surplus) this.#retire(lease);
    for (let lease = this.#replenish(key); lease !== undefined; lease = this.#replenish(key)) {
      const outcome = await lease.environment.initialized;
      if ("error" in outcome) {
        this.#provisioned.delete(key);
        this.#discard(lease);
        throw new Error(`a provisioned environment did not start: ${outcome.error.errorMessage}`);
      }
    }
  }

  /** Ends the environments of a version that will not be called again; busy ones when they are done. */
  retire(isRetired: (key: string) => boolean): void {
    for (const key of this.#provisioned.keys()) if (isRetired(key)) this.#provisioned.delete(key);
    for (const lease of this.#leases) if (isRetired(lease.key)) this.#retire(lease);
    this.#serve();
  }

  /** Keeps none of a version ready any more; the environments go on as ordinary ones would, until they are retired. */
  unprovision(key: string): void {
    this.#provisioned.delete(key);
    for (const lease of this.#of(key)) if (lease.provisioned) this.#retire(lease);
  }

  /** Ends everything, whatever it does; those who wait in line are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#provisioned.clear();
    for (const { reject } of this.#waiters.splice(0)) reject(new Error("the region is stopping"));
    for (const lease of this.#leases) this.#discard(lease);
    await Promise.all(this.#stopping);
  }

  #of(key: string): Lease[] {
    return [...this.#leases].filter((lease) => lease.key === key && !lease.retired);
  }

  #take(key: string, start: Starter): Lease | undefined {
    for (const lease of this.#leases) if (!lease.busy && !lease.environment.isAlive) this.#discard(lease);
    const idle = this.#of(key).find(({ busy }) => !busy);
    if (idle !== undefined) return Object.assign(idle, { busy: true });
    if (this.#leases.size >= this.#limit) {
      const other = [...this.#leases].find(({ busy, provisioned }) => !busy && !provisioned);
      if (other === undefined) return undefined;
      this.#discard(other);
    }
    return this.#add(key, start("on-demand"), { provisioned: false, busy: true });
  }

  /** There is always room for one that is not provisioned, or a version without any could never run. */
  get #limit(): number {
    const provisioned = [...this.#provisioned.values()].reduce((total, { count }) => total + count, 0);
    return Math.max(this.#maximum, provisioned + 1);
  }

  #replenish(key: string): Lease | undefined {
    const wanted = this.#provisioned.get(key);
    const present = this.#of(key).filter(({ provisioned, environment }) => provisioned && environment.isAlive).length;
    if (this.#closed || wanted === undefined || present >= wanted.count) return undefined;
    return this.#add(key, wanted.start("provisioned-concurrency"), { provisioned: true, busy: false });
  }

  #add(key: string, environment: ExecutionEnvironment, state: { provisioned: boolean; busy: boolean }): Lease {
    const lease: Lease = { key, environment, used: false, memoryUsed: 0, retired: false, ...state };
    this.#leases.add(lease);
    return lease;
  }

  #serve(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined && !this.#closed; waiter = this.#waiters[0]) {
      const lease = this.#take(waiter.key, waiter.start);
      if (lease === undefined) return;
      this.#waiters.shift();
      waiter.resolve(lease);
    }
  }

  #retire(lease: Lease): void {
    lease.retired = true;
    if (!lease.busy) this.#discard(lease);
  }

  #discard(lease: Lease): void {
    if (!this.#leases.delete(lease)) return;
    const stopped = lease.environment.stop().finally(() => this.#stopping.delete(stopped));
    this.#stopping.add(stopped);
  }
}
