/** A sleep that ends early when somebody calls `wake`; a call while nobody sleeps ends the next sleep at once. */
export class Wakeable {
  #awake = Promise.withResolvers<undefined>();

  wake(): void {
    this.#awake.resolve(undefined);
  }

  /** @param milliseconds How long at most. @default until woken */
  async sleep(milliseconds?: number): Promise<void> {
    const timer =
      milliseconds === undefined
        ? undefined
        : setTimeout(() => {
            this.wake();
          }, milliseconds);
    await this.#awake.promise;
    clearTimeout(timer);
    this.#awake = Promise.withResolvers<undefined>();
  }
}
