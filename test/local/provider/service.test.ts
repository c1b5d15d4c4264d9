import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { expect } from "chai";
import { unknown, type Properties } from "../../../local/control/wire.ts";

const urn = "urn:pulumi:local-eu-west-1::test::aws:sqs/queue:Queue::letters";
const struct = (value: Properties) => structPb.Struct.fromJavaScript(value);
const insecure = grpc.credentials.createInsecure();

/** The provider as the engine starts it, and the engine's own address, which it watches. */
describe("pulumi-resource-aws", () => {
  let engine: grpc.Server;
  let child: ChildProcess;
  let client: ResourceProviderClient;

  before(async () => {
    engine = new grpc.Server();
    const port = await new Promise<number>((done, fail) => {
      engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) fail(error);
        else done(bound);
      });
    });
    const command = resolve(import.meta.dirname, "../../../local/provider/bin/pulumi-resource-aws");
    const options = { cwd: "/", env: { ...process.env, BERTH_FOLDER: "/nowhere" } };
    const started = spawn(command, [`127.0.0.1:${port}`], { ...options, stdio: ["ignore", "pipe", "inherit"] });
    child = started;
    const [line] = (await once(createInterface(started.stdout), "line")) as [string];
    client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${line}`, insecure);
  });

  after(() => {
    client.close();
    child.kill();
    engine.forceShutdown();
  });

  /** Calls a method and gives its response. */
  function call<Response>(
    method: (reply: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
  ): Promise<Response> {
    return new Promise((done, fail) => {
      method((error, response) => {
        if (error) fail(error);
        else done(response);
      });
    });
  }

  it("takes secrets and previews, and is of the SDK's version", async () => {
    const handshake = await call<InstanceType<typeof providerPb.ProviderHandshakeResponse>>((reply) =>
      client.handshake(new providerPb.ProviderHandshakeRequest(), reply),
    );
    expect(handshake.getAcceptSecrets()).to.equal(true);
    const info = await call<{ getVersion(): string }>((reply) => client.getPluginInfo(new emptyPb.Empty(), reply));
    expect(info.getVersion()).to.match(/^7\./);
    const args = struct({ region: "eu-west-1", defaultTags: '{"tags":{"owner":"me"}}' });
    const configured = await call<InstanceType<typeof providerPb.ConfigureResponse>>((reply) =>
      client.configure(new providerPb.ConfigureRequest().setArgs(args), reply),
    );
    expect(configured.getAcceptsecrets()).to.equal(true);
    expect(configured.getSupportspreview()).to.equal(true);
  });

  it("checks, compares and previews a resource without a machine", async () => {
    const checked = await call<InstanceType<typeof providerPb.CheckResponse>>((reply) =>
      client.check(new providerPb.CheckRequest().setUrn(urn).setNews(struct({ delaySeconds: 3 })), reply),
    );
    expect(checked.getFailuresList()).to.deep.equal([]);
    const inputs = checked.getInputs()?.toJavaScript() ?? {};
    expect(inputs).to.deep.include({ delaySeconds: 3, region: "eu-west-1", tags: { owner: "me" } });

    const { UPDATE_REPLACE, ADD } = providerPb.PropertyDiff.Kind;
    const news = { ...inputs, name: "other", maxMessageSize: 5 };
    const request = new providerPb.DiffRequest().setUrn(urn).setOldInputs(struct(inputs)).setNews(struct(news));
    const diff = await call<InstanceType<typeof providerPb.DiffResponse>>((reply) => client.diff(request, reply));
    expect(diff.getChanges()).to.equal(providerPb.DiffResponse.DiffChanges.DIFF_SOME);
    expect(diff.getReplacesList()).to.deep.equal(["name"]);
    expect(diff.getDiffsList()).to.have.members(["name", "maxMessageSize"]);
    expect(diff.getDetaileddiffMap().get("name")?.getKind()).to.equal(UPDATE_REPLACE);
    expect(diff.getDetaileddiffMap().get("maxMessageSize")?.getKind()).to.equal(ADD);

    const created = await call<InstanceType<typeof providerPb.CreateResponse>>((reply) =>
      client.create(new providerPb.CreateRequest().setUrn(urn).setProperties(struct(inputs)).setPreview(true), reply),
    );
    expect(created.getId()).to.equal("");
    expect(created.getProperties()?.toJavaScript()).to.deep.include({ delaySeconds: 3, arn: unknown });
  });

  it("says what is wrong with which input, and what the program may not call", async () => {
    const request = new providerPb.CheckRequest().setUrn(urn).setNews(struct({ delaySeconds: "long" }));
    const checked = await call<InstanceType<typeof providerPb.CheckResponse>>((reply) => client.check(request, reply));
    expect(checked.getFailuresList().map((failure) => failure.getProperty())).to.deep.equal(["delaySeconds"]);
    const invoked = call((reply) =>
      client.invoke(new providerPb.InvokeRequest().setTok("aws:s3/getBucket:getBucket"), reply),
    );
    const error = await invoked.then(
      () => undefined,
      (reason: unknown) => reason as grpc.ServiceError,
    );
    expect(error?.details).to.equal("the program calls aws:s3/getBucket:getBucket, which this machine does not know");
  });

  it("answers a function with the region that it is configured with", async () => {
    const request = new providerPb.InvokeRequest().setTok("aws:index/getRegion:getRegion");
    const answer = await call<InstanceType<typeof providerPb.InvokeResponse>>((reply) => client.invoke(request, reply));
    expect(answer.getReturn()?.toJavaScript()).to.include({ region: "eu-west-1" });
  });

  it("says that no machine runs, when it should make something", async () => {
    const made = call((reply) =>
      client.create(new providerPb.CreateRequest().setUrn(urn).setProperties(struct({})), reply),
    );
    const error = await made.then(
      () => undefined,
      (reason: unknown) => reason as grpc.ServiceError,
    );
    expect(error?.details).to.include("start one with npm start -- --empty");
  });

  it("ends when the engine is gone, however that ended", async () => {
    engine.forceShutdown();
    const [status] = (await once(child, "exit")) as [number];
    expect(status).to.equal(0);
  });
});
