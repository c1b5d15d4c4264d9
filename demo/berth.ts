import { localEnvironment } from "../local/environment.ts";
import type { Machine } from "../local/machine.ts";
import { type BerthOptions, LocalMachine } from "./local-machine.ts";
import { Pages } from "./site/pages.ts";
import { demoTours, offer } from "./tours.ts";
import type { AppClient, SignedInUser, User } from "./token-issuer.ts";

/** The parts of a region that others call. */
export interface Addresses {
  /** Base address of the API. */
  readonly api: string;
  /** Address of the AWS services. */
  readonly endpoint: string;
  /** Address of the page. */
  readonly page: string;
}

/** Berth, running. */
export interface Berth {
  readonly environment: string;
  readonly regions: Readonly<Record<string, Addresses>>;
  /** What each region's stack exports. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly users: readonly SignedInUser[];
  /** Name of the table that all regions share. */
  readonly tableName: string;
  /** Whom the users' tokens are issued to. */
  readonly appClient: AppClient;
  /** Where people sign in to that client. */
  readonly signInUrl: string;
  /** Signs in somebody more. */
  signIn(user: User): Promise<SignedInUser>;
  readonly machine: Machine;
  /** Stops everything that was started and removes `local.json`. */
  stop(): Promise<void>;
}

/**
 * Starts a machine with the regions of the `local` environment, deploys every region's stack to it, the primary first,
 * offers a few tours and signs a few people in.
 *
 * @throws MachineError if the machine cannot run; whatever the program throws. What was started is stopped before.
 */
export async function startBerth(options: BerthOptions = {}): Promise<Berth> {
  const local = await LocalMachine.start(options, false);
  const { machine, regionNames } = local;
  let pages: Pages | undefined;
  const stop = async (): Promise<void> => {
    await pages?.close();
    await local.stop();
  };
  try {
    const apis: Record<string, string> = {};
    const regions: Record<string, Addresses> = {};
    const outputs: Record<string, Record<string, unknown>> = {};
    let latest: Record<string, unknown> = {};
    for (const region of regionNames) {
      latest = await machine.deploy(local.program(region));
      outputs[region] = latest;
      apis[region] = String(latest.apiUrl);
    }
    // What is global, every region's stack tells.
    const ledgerArn = String(latest.ledgerArn);
    const appClient = { userPoolId: String(latest.userPoolId), clientId: String(latest.userPoolClientId) };
    pages = await Pages.serve(local, appClient.clientId, apis);
    for (const [region, api] of Object.entries(apis)) {
      regions[region] = { api, endpoint: machine.region(region).endpoint.url, page: pages.of(region) };
    }
    const tableName = ledgerArn.slice(ledgerArn.lastIndexOf("/") + 1);
    const credentials = machine.iam.operator;
    for (const tour of demoTours(regionNames)) {
      await offer(tour, { endpoint: machine.region(tour.homeRegion).endpoint.url, credentials, tableName });
    }
    await machine.replication.settled();

    const users = await local.signInAll(appClient);
    await local.publish({ regions, users, tableName, outputs });
    return {
      environment: localEnvironment,
      regions,
      outputs,
      users,
      tableName,
      appClient,
      signInUrl: local.signInUrl,
      signIn: (user) => local.signIn(user, appClient),
      machine,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
