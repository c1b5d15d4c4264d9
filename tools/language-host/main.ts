import type { handleServerStreamingCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import type * as proto from "@pulumi/pulumi/proto/language_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { servePlugin, unary } from "../../local/provider/plugin.ts";
import { cancel, type PluginOutput, runPlugin, runProgram } from "./run.ts";

/**
 * `pulumi-language-nodejs`: runs Node.js programs and policy packs for Pulumi's engine where its own host is not installed.
 * Its last argument is the engine's address.
 *
 * Left out: installing dependencies, plugins that packages ask for (the engine takes those on the PATH), templates, debuggers and
 * code generation.
 */
const engine = process.argv.slice(2).at(-1) ?? "";

const streamPlugin: handleServerStreamingCall<proto.RunPluginRequest, proto.RunPluginResponse> = (call) => {
  const stopping = new AbortController();
  call.once("cancelled", () => {
    stopping.abort();
  });
  void runPlugin(call.request, (output) => call.write(responseOf(output)), stopping.signal).then(
    () => {
      call.end();
    },
    (error: unknown) => call.destroy(error instanceof Error ? error : new Error(String(error))),
  );
};

const service: UntypedServiceImplementation = {
  handshake: unary(() => new languagePb.LanguageHandshakeResponse()),
  getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion("1.0.0")),
  getRequiredPlugins: unary(() => new languagePb.GetRequiredPluginsResponse()),
  getRequiredPackages: unary(() => new languagePb.GetRequiredPackagesResponse()),
  getProgramDependencies: unary(() => new languagePb.GetProgramDependenciesResponse()),
  runtimeOptionsPrompts: unary(() => new languagePb.RuntimeOptionsResponse()),
  about: unary(() => new languagePb.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  cancel: unary(() => {
    cancel();
    return new emptyPb.Empty();
  }),
  run: unary(async (request: proto.RunRequest) => {
    const { error = "", bail } = await runProgram(request, engine);
    return new languagePb.RunResponse().setError(error).setBail(bail);
  }),
  runPlugin: streamPlugin,
};

function responseOf(output: PluginOutput): proto.RunPluginResponse {
  const response = new languagePb.RunPluginResponse();
  if ("stdout" in output) return response.setStdout(output.stdout);
  return "stderr" in output ? response.setStderr(output.stderr) : response.setExitcode(output.status);
}

await servePlugin(languageGrpc.LanguageRuntimeService, service, engine === "" ? undefined : engine);
