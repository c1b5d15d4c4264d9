import * as pulumi from "@pulumi/pulumi";
import resources from "@pulumi/pulumi/proto/resource_pb.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { withLocalStorage } from "@pulumi/pulumi/runtime/state.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { answerOf } from "../../local/data-sources/index.ts";
import { computedOf, namesOf } from "./outputs.ts";
import type { Registration, Wire } from "./registration.ts";

/** Where a program runs, and how. */
export interface Run {
  /** @default "shop", of which the pack knows nothing */
  readonly project?: string;
  /** @default "prod-eu-west-1" */
  readonly stack?: string;
  /** @default a region, and an owner of everything */
  readonly config?: Readonly<Record<string, string>>;
  /** Whether what AWS makes up is unknown, as in `pulumi preview`. @default false, as in `pulumi up` */
  readonly preview?: boolean;
}

/** What a program registers, as the engine would tell the analyzer of it, in order. */
export async function evaluated(program: () => unknown, run: Run = {}): Promise<Registration[]> {
  const { project = "shop", stack = "prod-eu-west-1", config = house, preview = false } = run;
  return await withLocalStorage(async () => {
    // The SDK leaves promises behind that nobody awaits when something fails: what fails stays open, and its error is raced.
    const failure = Promise.withResolvers<never>();
    const fail = (error: unknown): Promise<never> => {
      failure.reject(error);
      return new Promise(() => undefined);
    };
    const mocks: pulumi.runtime.Mocks = {
      newResource: ({ name, id }) => ({ id, state: { name, outputs: ofPrimaryStack } }),
      call: ({ token, inputs }) => {
        try {
          return answerOf(token, inputs as Wire, config["aws:region"] ?? "");
        } catch (error) {
          return fail(error);
        }
      },
    };
    const monitor = new RecordingMonitor(mocks, `urn:pulumi:${stack}::${project}`, {
      preview,
      config,
      fail: failure.reject,
    });
    await pulumi.runtime.setMocks(mocks, project, stack, preview, "organization");
    pulumi.runtime.setMockOptions(monitor, project, stack, preview, "organization");
    pulumi.runtime.setAllConfig({ ...config });
    const outputs = (async () => {
      await pulumi.runtime.runInPulumiStack(async () => {
        try {
          await program();
          return {};
        } catch (error) {
          return await fail(error);
        }
      });
      await pulumi.runtime.disconnect();
    })();
    await Promise.race([outputs, failure.promise]);
    return monitor.registrations;
  });
}

const house: Readonly<Record<string, string>> = {
  "aws:region": "eu-west-1",
  "aws:defaultTags": JSON.stringify({ tags: { owner: "shop" } }),
};

/** What the stacks of other regions read of the primary's. */
export const ofPrimaryStack = {
  ...table("ledger"),
  ...table("catalogue"),
  ...table("baskets"),
  ...table("reports"),
  partnerKeys: { "acme-travel": "a1b2c3d4e5f6g7h8i9j0k1l2" },
  pageOrigins: ["https://book.example.com"],
  userPoolId: "eu-west-1_aBcDeFgHi",
  userPoolClientId: "1a2b3c4d5e6f7g8h9i0jklmnop",
  userPoolKeys: JSON.stringify({ keys: [{ kid: "primary", kty: "RSA", n: "AQAB", e: "AQAB" }] }),
};

/** A table as the primary's stack exports it. */
function table(name: string): Record<string, unknown> {
  const streamIn = (region: string) =>
    `arn:aws:dynamodb:${region}:123456789012:table/${name}-1a2b3c4/stream/2026-01-01T00:00:00.000`;
  return {
    [`${name}Arn`]: `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}-1a2b3c4`,
    [`${name}StreamArns`]: Object.fromEntries(
      ["us-east-1", "ap-southeast-2"].map((region) => [region, streamIn(region)]),
    ),
  };
}

interface Circumstances {
  readonly preview: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly fail: (error: unknown) => void;
}

/** The SDK's own monitor for tests, which drops parents, dependencies and providers: this one writes them down. */
class RecordingMonitor extends MockMonitor {
  readonly registrations: Registration[] = [];

  constructor(
    mocks: pulumi.runtime.Mocks,
    private readonly urnPrefix: string,
    private readonly circumstances: Circumstances,
  ) {
    super(mocks);
  }

  override registerResource(
    request: resources.RegisterResourceRequest,
    callback: (error: unknown, response: resources.RegisterResourceResponse) => void,
  ): Promise<void> {
    try {
      const registration = this.registrationOf(request);
      this.registrations.push(registration);
      const { urn, outputs } = registration;
      this.resources.set(urn, { urn, id: null, state: outputs });
      const response = new resources.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(typeof outputs.id === "string" ? outputs.id : "");
      response.setObject(structs.Struct.fromJavaScript(outputs as Record<string, string>));
      callback(null, response);
    } catch (error) {
      this.circumstances.fail(error);
    }
    return Promise.resolve();
  }

  private registrationOf(request: resources.RegisterResourceRequest): Registration {
    const { preview } = this.circumstances;
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const inputs = withoutReferences(request.getObject()?.toJavaScript() ?? {}) as Wire;
    const isProvider = type.startsWith("pulumi:providers:");
    const provider = request.getCustom() && !isProvider ? this.providerOf(type, request.getProvider()) : undefined;
    const names = namesOf(type, name, inputs);
    const [region = "eu-west-1"] = [inputs.region, provider?.props.region].filter((one) => typeof one === "string");
    return {
      type,
      name,
      parent,
      urn: this.urnOf(parent, type, name),
      custom: request.getCustom(),
      inputs,
      outputs: {
        ...names,
        ...(preview ? {} : computedOf(type, names, region)),
        ...(isProvider ? { id: `${name}-id` } : {}),
        ...inputs,
      },
      ...(provider && { provider }),
      dependencies: request.getDependenciesList(),
      propertyDependencies: propertyDependenciesOf(request),
    };
  }

  private urnOf(parent: string, type: string, name: string): string {
    const parents = parent === "" ? "" : (parent.split("::")[2] ?? "");
    const qualified = parents === "" || parents === "pulumi:pulumi:Stack" ? type : `${parents}$${type}`;
    return `${this.urnPrefix}::${qualified}::${name}`;
  }

  /** The provider that a program names, by its URN and id, or the one that the engine makes from the configuration. */
  private providerOf(type: string, reference: string): Registration["provider"] {
    const named = this.registrations.find(({ urn }) => reference !== "" && reference.startsWith(`${urn}::`));
    if (named) return { type: named.type, name: named.name, urn: named.urn, props: named.inputs };
    const [namespace = ""] = type.split(":");
    const own = Object.entries(this.circumstances.config).filter(([key]) => key.startsWith(`${namespace}:`));
    const providers = `pulumi:providers:${namespace}`;
    return {
      type: providers,
      name: "default",
      urn: this.urnOf("", providers, "default"),
      props: Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length + 1), value])),
    };
  }
}

function propertyDependenciesOf(request: resources.RegisterResourceRequest): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    found[property] = dependencies.getUrnsList();
  });
  return found;
}

/** A resource that is given as a value, as the engine gives it to the analyzer: by its id, or by its URN if it has none. */
function withoutReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (typeof value !== "object" || value === null) return value;
  const { [signature]: kind, id, urn } = value as Wire;
  if (kind === resourceReference) return id === "" ? unknownText : (id ?? urn);
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, withoutReferences(inside)]));
}

// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
const signature = "4dabf18193072939515e22adb298388d";
const resourceReference = "5cf8f73096256a8f31e491e813e4eb8e";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
