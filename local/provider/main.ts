import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { ControlClient } from "../control/client.ts";
import { localEnvironment } from "../environment.ts";
import { resourceTypes } from "../resources/index.ts";
import { declarationOf } from "./declaration.ts";
import { servePlugin } from "./plugin.ts";
import { Provider } from "./provider.ts";
import { serviceOf } from "./service.ts";

/** `pulumi-resource-aws`: the engine's AWS provider on this machine. Its last argument is the engine's address. */
const provider = new Provider({
  environment: localEnvironment,
  control: new ControlClient(process.env.BERTH_FOLDER ?? ".berth"),
  resourceTypes,
  declarationOf,
});
await servePlugin(providerGrpc.ResourceProviderService, serviceOf(provider), process.argv.slice(2).at(-1));
