import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { MachineError } from "./machine-error.ts";

/**
 * Lets a server listen on the loopback address, and gives its port.
 *
 * @param port 0 for any that is free
 * @throws MachineError if the port is in use
 */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "EADDRINUSE"
      ? new MachineError(`port ${port} is in use: stop what listens there or set BERTH_PORT to another`)
      : error;
  }
  return (server.address() as AddressInfo).port;
}

/** @throws MachineError if one of the ports, 0 excepted, is in use */
export async function expectFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const server = createServer();
    await listen(server, port);
    await silence(server);
  }
}

/** Stops listening and ends every connection, whatever is under way; does nothing if the server does not listen. */
export async function silence(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
