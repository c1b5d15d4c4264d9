import type { Machine } from "../local/machine.ts";
import { type BerthOptions, LocalMachine } from "./local-machine.ts";
import type { SignedInUser } from "./token-issuer.ts";

/** A machine with nothing deployed, which takes stacks from Pulumi's engine. */
export interface EmptyMachine {
  readonly regionNames: readonly string[];
  /** Where people sign in, once a stack has made an app client. */
  readonly signInUrl: string;
  /** Where one sees how the machine is, and lets something befall it. */
  readonly consoleUrl: string;
  /** Who is signed in: nobody, until a stack has made an app client. */
  readonly users: readonly SignedInUser[];
  readonly machine: Machine;
  /** Stops everything that was started and removes `local.json`. */
  stop(): Promise<void>;
}

/**
 * Starts a machine with the regions of the `local` environment and deploys nothing to it: Pulumi's engine does, through the
 * provider in `local/provider`. Its `local.json` says where the machine takes orders (`control`), the token for that
 * (`controlToken`), what the stacks need besides their files (`config`), and whose access key may do everything
 * (`operator`). When a stack makes an app client in the primary region, the people of the demonstration are signed in to it, and
 * `users` there has their tokens before the stack's deployment goes on.
 *
 * @throws MachineError if the machine cannot run. What was started is stopped before.
 */
export async function startEmpty(options: BerthOptions = {}): Promise<EmptyMachine> {
  const local = await LocalMachine.start(options, true);
  const { machine, regionNames, stackConfig } = local;
  try {
    let users: readonly SignedInUser[] = [];
    const regions = Object.fromEntries(
      regionNames.map((name) => [name, { endpoint: machine.region(name).endpoint.url }]),
    );
    const publish = () => local.publish({ regions, users, config: stackConfig });
    machine.region(regionNames[0] ?? "").cognito.onClient(async ({ userPoolId, id: clientId }) => {
      users = await local.signInAll({ userPoolId, clientId });
      await publish();
    });
    await publish();
    return {
      regionNames,
      signInUrl: local.signInUrl,
      consoleUrl: local.consoleUrl,
      get users() {
        return users;
      },
      machine,
      stop: () => local.stop(),
    };
  } catch (error) {
    await local.stop();
    throw error;
  }
}
