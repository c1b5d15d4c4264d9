import { createServer } from "node:http";
import { listen, silence } from "../local/listener.ts";

/**
 * Where each region's page has its address: at the third of the region's ten ports, on `localhost`, as Cognito sends people to no
 * other address without TLS.
 *
 * @param port first of the machine's ports; 0: any that are free now
 */
export async function pageAddresses(regionCount: number, port: number): Promise<string[]> {
  const ports =
    port === 0 ? await freePorts(regionCount) : Array.from({ length: regionCount }, (_, i) => port + 10 * i + 2);
  return ports.map((own) => `http://localhost:${own}/`);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map((server) => listen(server, 0)));
  await Promise.all(servers.map(silence));
  return ports;
}
