import type { LocalMachine } from "../local-machine.ts";
import { localEnvironment } from "../../local/environment.ts";
import { buildSite } from "../../site/build.ts";
import { PageServer } from "./page-server.ts";

/** The page of each region, by its name. */
export class Pages {
  private constructor(private readonly servers: Readonly<Record<string, PageServer>>) {}

  /**
   * Builds the page, unless it was built before, and serves it for each region.
   *
   * @param apis base address of the API of each region
   * @throws MachineError if a port is in use; whatever the build throws
   */
  static async serve(local: LocalMachine, clientId: string, apis: Readonly<Record<string, string>>): Promise<Pages> {
    const folder = await buildSite();
    const signIn = { address: local.signInUrl, clientId };
    const config = { environment: localEnvironment, currency: local.currency, signIn };
    const servers: Record<string, PageServer> = {};
    const pages = new Pages(servers);
    try {
      for (const [index, region] of Object.keys(apis).entries()) {
        const port = Number(new URL(local.pageAddresses[index] ?? "").port);
        servers[region] = await PageServer.listen({ folder, config, apis, port });
      }
    } catch (error) {
      await pages.close();
      throw error;
    }
    return pages;
  }

  /** Address of a region's page. */
  of(region: string): string {
    return this.servers[region]?.url ?? "";
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.servers).map((server) => server.close()));
  }
}
