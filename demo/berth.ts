import { localEnvironment } from "../local/environment.ts";
import type { Machine } from "../local/machine.ts";
import { type BerthOptions, LocalMachine } from "./local-machine.ts";
import { untilBookable } from "./bookable.ts";
import type { Tables } from "./bookable.ts";
import { Pages } from "./site/pages.ts";
import { demoTours, offer } from "./tours.ts";
import type { OfferedTour } from "./tours.ts";
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
  /** The tours of the demonstration, which can be booked. */
  readonly tours: readonly OfferedTour[];
  /** Name of the table of bookings. */
  readonly tableName: string;
  /** Name of the table of items and their slots. */
  readonly catalogueName: string;
  /** Whom the users' tokens are issued to. */
  readonly appClient: AppClient;
  /** Where people sign in to that client. */
  readonly signInUrl: string;
  /** Where one sees how the machine is, and lets something befall it. */
  readonly consoleUrl: string;
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
    const appClient = { userPoolId: String(latest.userPoolId), clientId: String(latest.userPoolClientId) };
    pages = await Pages.serve(local, appClient.clientId, apis);
    for (const [region, api] of Object.entries(apis)) {
      regions[region] = { api, endpoint: machine.region(region).endpoint.url, page: pages.of(region) };
    }
    const tables = { ledger: tableIn(latest.ledgerArn), catalogue: tableIn(latest.catalogueArn) };
    const users = await local.signInAll(appClient);
    const tours = await offerAll({ machine, regions, tables, users });
    await local.publish({ regions, users, tours, tableName: tables.ledger, outputs });
    return {
      environment: localEnvironment,
      regions,
      outputs,
      users,
      tours,
      tableName: tables.ledger,
      catalogueName: tables.catalogue,
      appClient,
      signInUrl: local.signInUrl,
      consoleUrl: local.consoleUrl,
      signIn: (user) => local.signIn(user, appClient),
      machine,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Offers the tours of the demonstration as a member of staff, each in its home region, and waits until every region can book them. */
async function offerAll({
  machine,
  regions,
  tables,
  users,
}: Pick<Berth, "machine" | "regions" | "users"> & { tables: Tables }): Promise<OfferedTour[]> {
  const token = users.find(({ group }) => group === "staff")?.token ?? "";
  const tours = await Promise.all(
    demoTours(Object.keys(regions)).map((tour) => offer(tour, { api: regions[tour.homeRegion]?.api ?? "", token })),
  );
  const credentials = machine.iam.operator;
  await Promise.all(
    Object.entries(regions).map(([region, { endpoint }]) =>
      untilBookable({ region, endpoint, credentials }, tables, tours),
    ),
  );
  return tours;
}

function tableIn(arn: unknown): string {
  return String(arn).slice(String(arn).lastIndexOf("/") + 1);
}
