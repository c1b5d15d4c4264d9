import * as grpc from "@grpc/grpc-js";

/** Largest message, in bytes, as the engine has it too: a function's package is one value. */
const maximumMessage = 400 * 2 ** 20;

/** A failed call, as it is told to the engine. */
type Reply<Response> = grpc.sendUnaryData<Response>;

/** A method of a plugin: gives the response, or throws what the engine shows. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, reply: Reply<Response>) => {
    void (async () => {
      try {
        reply(null, await answer(request));
      } catch (error) {
        reply({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
      }
    })();
  };
}

/**
 * Serves a plugin on the loopback address: prints its port, as the engine waits for, and ends when the engine is gone,
 * however that ended.
 *
 * @param address the engine's own; undefined if a person started the plugin, who ends it, too
 */
export async function servePlugin(
  service: grpc.ServiceDefinition,
  implementation: grpc.UntypedServiceImplementation,
  address: string | undefined,
): Promise<void> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maximumMessage,
    "grpc.max_send_message_length": maximumMessage,
  });
  server.addService(service, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  console.log(port);
  if (address !== undefined) await gone(address);
  if (address !== undefined) process.exit(0);
}

/** When nothing answers at the address any more. The connection is closed by the system at the latest, when a process ends. */
async function gone(address: string): Promise<void> {
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), {
    "grpc.client_idle_timeout_ms": 2 ** 31 - 1,
    "grpc.enable_http_proxy": 0,
  });
  const channel = client.getChannel();
  let state = channel.getConnectivityState(true);
  for (let connected = false; ; connected ||= state === grpc.connectivityState.READY) {
    if (state === grpc.connectivityState.TRANSIENT_FAILURE) return;
    if (connected && state !== grpc.connectivityState.READY) return;
    const former = state;
    await new Promise((resolve) => {
      channel.watchConnectivityState(former, Infinity, resolve);
    });
    state = channel.getConnectivityState(false);
  }
}
