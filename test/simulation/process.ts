/** The run of a function, which can be ended at any moment: what it waits for then never comes. */
export class Process {
  #isAlive = true;
  #reject: (error: Error) => void = () => undefined;
  /** Rejects when it is killed. */
  readonly killed: Promise<never>;

  constructor() {
    this.killed = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.killed.catch(() => undefined); // that it was killed is no error of anybody who does not wait for it
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  kill(): void {
    this.#isAlive = false;
    this.#reject(new Killed("the function was killed"));
  }
}

/** A function was ended from outside. */
class Killed extends Error {
  override readonly name = "Killed";
}
