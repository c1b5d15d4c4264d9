import type { Regions } from "./regions.ts";

/** How regions are measured. */
interface Measurement {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Milliseconds that a region has. */
  readonly timeoutMilliseconds: number;
  /** Milliseconds since any moment. */
  readonly clock: () => number;
}

/** Asks every region at once how it is, so that it is known which answer, and which is the nearest. */
export async function measure(regions: Regions, { fetch, timeoutMilliseconds, clock }: Measurement): Promise<void> {
  await Promise.all(
    regions.inOrder().map(async ({ region: { name, api } }) => {
      const began = clock();
      try {
        const signal = AbortSignal.timeout(timeoutMilliseconds);
        const response = await fetch(new Request(`${api}/health`, { signal, cache: "no-store" }));
        await response.body?.cancel();
        if (response.ok) regions.answered(name, clock() - began);
        else if (response.status >= 500) regions.failed(name);
      } catch {
        regions.failed(name);
      }
    }),
  );
}
