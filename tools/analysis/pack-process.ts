import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { Registration, Wire } from "./registration.ts";

/** What the pack says of a resource, or of the stack. */
export interface Finding {
  readonly rule: string;
  readonly level: "advisory" | "mandatory";
  /** What the rule says, without the rule's description. */
  readonly message: string;
  /** The resource; that of the analysis for a rule about one, if it is about several maybe none. */
  readonly urn: string;
}

/** The level of a rule and its settings, as a file of `--policy-pack-config` has them. */
export type PackConfig = Readonly<Record<string, string | Wire>>;

const levels: Readonly<Record<string, proto.EnforcementLevel>> = {
  advisory: proto.EnforcementLevel.ADVISORY,
  mandatory: proto.EnforcementLevel.MANDATORY,
  disabled: proto.EnforcementLevel.DISABLED,
  remediate: proto.EnforcementLevel.REMEDIATE,
};

interface Defaults {
  readonly level: proto.EnforcementLevel;
  readonly properties: Wire;
}

/** The pack in a process of its own, asked as the engine asks it. */
export class PackProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: services.AnalyzerClient,
    /** What the pack says of itself. */
    readonly info: proto.AnalyzerInfo.AsObject,
    private readonly defaults: ReadonlyMap<string, Defaults>,
  ) {}

  /** Starts the pack of a folder. */
  static async start(folder: string): Promise<PackProcess> {
    const child = spawn(
      process.execPath,
      [createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js"), "127.0.0.1:1", "."],
      { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
    );
    const ended = once(child, "exit").then(([status]) => {
      throw new Error(`the policy pack in ${folder} ended with status ${String(status)}`);
    });
    const [port] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string];
    ended.catch(() => undefined); // when it is stopped
    const client = new services.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const info = await call<proto.AnalyzerInfo>((callback) => {
      client.getAnalyzerInfo(new empty.Empty(), ...soon(), callback);
    });
    const defaults = info.getPoliciesList().map((policy): [string, Defaults] => {
      const schemas = (policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}) as Record<string, Wire>;
      const given = Object.entries(schemas).filter(([, schema]) => "default" in schema);
      const properties = Object.fromEntries(given.map(([name, schema]) => [name, schema.default]));
      return [policy.getName(), { level: policy.getEnforcementlevel(), properties }];
    });
    return new PackProcess(child, client, info.toObject(), new Map(defaults));
  }

  async stop(): Promise<void> {
    this.client.close();
    if (this.child.exitCode === null && this.child.kill()) await once(this.child, "exit");
  }

  /** Sets levels and settings; what is not named is as the rules say. */
  async configure(config: PackConfig = {}): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [name, { level, properties }] of this.defaults) {
      const own = config[name] ?? config.all ?? {};
      const { enforcementLevel, ...values } = typeof own === "string" ? { enforcementLevel: own } : own;
      const message = new proto.PolicyConfig();
      message.setEnforcementlevel(
        (typeof enforcementLevel === "string" ? levels[enforcementLevel] : undefined) ?? level,
      );
      message.setProperties(structs.Struct.fromJavaScript({ ...properties, ...values } as Record<string, string>));
      request.getPolicyconfigMap().set(name, message);
    }
    await call((callback) => {
      this.client.configure(request, ...soon(), callback);
    });
  }

  /** What the pack makes of a resource's inputs, for rules of the level `remediate`. */
  async remediated(registration: Registration): Promise<Wire> {
    const response = await call<proto.RemediateResponse>((callback) => {
      this.client.remediate(analyzeRequest(registration), ...soon(), callback);
    });
    const mended = response.getRemediationsList().flatMap((one) => one.getProperties() ?? []);
    return mended.at(-1)?.toJavaScript() ?? registration.inputs;
  }

  /** Everything that the pack says of a stack: of each resource's inputs, mended, and at the end of all outputs. */
  async analyze(registrations: readonly Registration[]): Promise<Finding[]> {
    const findings: Finding[] = [];
    const stack = new proto.AnalyzeStackRequest();
    for (const registration of registrations) {
      const inputs = await this.remediated(registration);
      const mended = { ...registration, inputs, outputs: { ...registration.outputs, ...inputs } };
      const response = await call<proto.AnalyzeResponse>((callback) => {
        this.client.analyze(analyzeRequest(mended), ...soon(), callback);
      });
      findings.push(...findingsOf(response, registration.urn));
      stack.addResources(analyzerResource(mended));
    }
    const response = await call<proto.AnalyzeResponse>((callback) => {
      this.client.analyzeStack(stack, ...soon(), callback);
    });
    return [...findings, ...findingsOf(response, "")];
  }
}

function findingsOf(response: proto.AnalyzeResponse, urn: string): Finding[] {
  return response.getDiagnosticsList().map((one) => ({
    rule: one.getPolicyname(),
    level: one.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    message: one.getMessage().slice(one.getMessage().indexOf("\n") + 1),
    urn: one.getUrn() || urn,
  }));
}

function analyzeRequest({ type, name, urn, parent, inputs, provider }: Registration): proto.AnalyzeRequest {
  const request = new proto.AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(urn);
  request.setProperties(struct(inputs));
  request.setOptions(options(parent));
  if (provider) request.setProvider(analyzerProvider(provider));
  return request;
}

function analyzerResource(registration: Registration): proto.AnalyzerResource {
  const { type, name, urn, parent, outputs, provider, dependencies, propertyDependencies } = registration;
  const resource = new proto.AnalyzerResource();
  resource.setType(type);
  resource.setName(name);
  resource.setUrn(urn);
  resource.setParent(parent);
  resource.setProperties(struct(outputs));
  resource.setOptions(options(parent));
  resource.setDependenciesList([...dependencies]);
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    const message = new proto.AnalyzerPropertyDependencies();
    message.setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(property, message);
  }
  if (provider) resource.setProvider(analyzerProvider(provider));
  return resource;
}

function analyzerProvider({ type, name, urn, props }: NonNullable<Registration["provider"]>) {
  const message = new proto.AnalyzerProviderResource();
  message.setType(type);
  message.setName(name);
  message.setUrn(urn);
  message.setProperties(struct(props));
  return message;
}

function options(parent: string): proto.AnalyzerResourceOptions {
  const message = new proto.AnalyzerResourceOptions();
  message.setParent(parent);
  return message;
}

function struct(values: Wire): structs.Struct {
  return structs.Struct.fromJavaScript(values as Record<string, string>);
}

/** A call that the pack does not answer, because it fails before it looks, fails here too. */
function soon(): [grpc.Metadata, grpc.CallOptions] {
  return [new grpc.Metadata(), { deadline: Date.now() + 20_000 }];
}

/** Turns a call that answers by a callback into a promise. */
function call<Response>(send: (callback: (error: grpc.ServiceError | null, response: Response) => void) => void) {
  return new Promise<Response>((resolve, reject) => {
    send((error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}
