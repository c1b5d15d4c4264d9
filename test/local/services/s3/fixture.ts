import { S3Client } from "@aws-sdk/client-s3";
import { Endpoint } from "../../../../local/endpoint/endpoint.ts";
import { type Credentials, Iam } from "../../../../local/services/iam/iam.ts";
import { S3 } from "../../../../local/services/s3/s3.ts";
import { Messaging } from "../../../../local/services/sqs/messaging.ts";
import { policy, trust } from "../../iam-documents.ts";

export const region = "eu-west-1";

/** The S3 of a region behind its endpoint, with a bucket `archive`. */
export class S3Fixture {
  readonly operator: S3Client;
  readonly #clients: S3Client[] = [];

  private constructor(
    readonly iam: Iam,
    readonly endpoint: Endpoint,
    readonly messaging: Messaging,
    readonly s3: S3,
  ) {
    this.operator = this.clientOf(iam.operator);
  }

  static async start(capacityBytes?: number): Promise<S3Fixture> {
    const iam = new Iam();
    const endpoint = await Endpoint.listen({ region, iam });
    const messaging = new Messaging(region);
    const s3 = new S3({ region, messaging, iam, capacityBytes });
    endpoint.register(s3);
    await s3.buckets.create({ name: "archive", forceDestroy: false, objectLockEnabled: false });
    return new S3Fixture(iam, endpoint, messaging, s3);
  }

  /** A client as a function has it: nothing says how a bucket is addressed. */
  clientOf(credentials: Credentials): S3Client {
    const client = new S3Client({ endpoint: this.endpoint.url, region, credentials, maxAttempts: 1 });
    this.#clients.push(client);
    return client;
  }

  /** A client of a role that may do something with what `resource` names. */
  roleWith(name: string, actions: string[], resource: string, rest: object = {}): S3Client {
    const { arn } = this.iam.putRole({ name, assumeRolePolicy: trust });
    this.iam.putRolePolicy(name, "p", policy("Allow", actions, resource, rest));
    return this.clientOf(this.iam.credentials(arn));
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.endpoint.close();
    await this.messaging.close();
  }
}

/** The error that a call ends with; an error itself if it does not. */
export async function failure(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => Promise.reject(new Error("the call did not fail")),
    (error: unknown) => error as Error,
  );
}
