import { once } from "node:events";
import { createServer } from "node:net";
import type { Server } from "node:net";

/** A port on which somebody listens. */
interface TakenPort {
  readonly port: number;
  readonly server: Server;
}

/**
 * Takes a port below those that systems give to who asks for any (32768 and up on Linux), so that the ports beside it are not
 * taken by tests that run at the same time.
 */
export async function takenPort(): Promise<TakenPort> {
  for (;;) {
    const port = 20_000 + 20 * Math.floor(Math.random() * 600);
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
      return { port, server };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
}
