import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Properties } from "../control/wire.ts";
import { awsVersion } from "./declaration.ts";
import { type Change, differences } from "./difference.ts";
import { unary } from "./plugin.ts";
import type { Plan, Provider } from "./provider.ts";
import { type Failure, settingsFailures, settingsOf } from "./settings.ts";

/** The engine's protocol for providers, https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto, over a provider. */
export function serviceOf(provider: Provider): UntypedServiceImplementation {
  return {
    handshake: unary(() => {
      const response = new providerPb.ProviderHandshakeResponse();
      return response.setAcceptSecrets(true);
    }),
    getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion(awsVersion)),
    getSchema: unary(() =>
      new providerPb.GetSchemaResponse().setSchema(JSON.stringify({ name: "aws", version: awsVersion })),
    ),
    getMapping: unary(() => new providerPb.GetMappingResponse()),
    getMappings: unary(() => new providerPb.GetMappingsResponse()),
    attach: unary(() => new emptyPb.Empty()),
    /** What is under way is short, and finished. */
    cancel: unary(() => new emptyPb.Empty()),

    checkConfig: unary((request: proto.CheckRequest) => {
      const inputs = properties(request.getNews());
      return checked(inputs, settingsFailures(inputs));
    }),
    // Every resource has its region and its tags among its own inputs, so that nothing is replaced for the provider's sake.
    diffConfig: unary((request: proto.DiffRequest) =>
      planned({
        changes: differences(properties(request.getOldInputs()), properties(request.getNews())),
        replaces: [],
        deleteBeforeReplace: false,
      }),
    ),
    configure: unary((request: proto.ConfigureRequest) => {
      provider.configure(settingsOf(properties(request.getArgs())));
      return new providerPb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: unary(async (request: proto.CheckRequest) => {
      const before = properties(request.getOlds());
      const known = Object.keys(before).length > 0; // a resource to be made comes with none
      const { inputs, failures } = await provider.check(
        request.getUrn(),
        known ? before : undefined,
        properties(request.getNews()),
      );
      return checked(inputs, failures);
    }),
    diff: unary((request: proto.DiffRequest) =>
      planned(provider.diff(request.getUrn(), properties(request.getOldInputs()), properties(request.getNews()))),
    ),
    create: unary(async (request: proto.CreateRequest) => {
      const made = await provider.create(request.getUrn(), properties(request.getProperties()), request.getPreview());
      return new providerPb.CreateResponse().setId(made.id).setProperties(struct(made.properties));
    }),
    read: unary(async (request: proto.ReadRequest) => {
      const found = await provider.read(
        request.getUrn(),
        request.getId(),
        properties(request.getProperties()),
        properties(request.getInputs()),
      );
      const response = new providerPb.ReadResponse();
      if (found === undefined) return response; // no id: it is gone
      return response.setId(found.id).setProperties(struct(found.properties)).setInputs(struct(found.inputs));
    }),
    update: unary(async (request: proto.UpdateRequest) => {
      const updated = await provider.update(request.getUrn(), request.getId(), {
        state: properties(request.getOlds()),
        before: properties(request.getOldInputs()),
        after: properties(request.getNews()),
        preview: request.getPreview(),
      });
      return new providerPb.UpdateResponse().setProperties(struct(updated));
    }),
    delete: unary(async (request: proto.DeleteRequest) => {
      await provider.delete(request.getUrn(), request.getId(), properties(request.getProperties()));
      return new emptyPb.Empty();
    }),
    invoke: unary((request: proto.InvokeRequest) =>
      new providerPb.InvokeResponse().setReturn(
        struct(provider.answer(request.getTok(), properties(request.getArgs()))),
      ),
    ),
    construct: unary((request: proto.ConstructRequest) => {
      throw new Error(`the program makes a ${request.getType()}, a component that this machine does not know`);
    }),
  };
}

function properties(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

function struct(value: Properties): Struct {
  return structPb.Struct.fromJavaScript(value);
}

function checked(inputs: Properties, failures: readonly Failure[]): proto.CheckResponse {
  const response = new providerPb.CheckResponse().setInputs(struct(inputs));
  for (const { property, reason } of failures) {
    response.addFailures(new providerPb.CheckFailure().setProperty(property).setReason(reason));
  }
  return response;
}

const { Kind } = providerPb.PropertyDiff;
const kinds: Record<Change, [inPlace: proto.PropertyDiff.Kind, replacing: proto.PropertyDiff.Kind]> = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
};

function planned({ changes, replaces, deleteBeforeReplace }: Plan): proto.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  const response = new providerPb.DiffResponse()
    .setChanges(changes.size === 0 ? DIFF_NONE : DIFF_SOME)
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  const details = response.getDetaileddiffMap();
  for (const [path, { change, property }] of changes) {
    const [inPlace, replacing] = kinds[change];
    const kind = replaces.includes(property) ? replacing : inPlace;
    details.set(path, new providerPb.PropertyDiff().setKind(kind).setInputdiff(true));
    if (!response.getDiffsList().includes(property)) response.addDiffs(property);
  }
  return response;
}
