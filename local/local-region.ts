import { join } from "node:path";
import { Endpoint } from "./endpoint/endpoint.ts";
import type { Region } from "./region.ts";
import { ApiGateway } from "./services/apigateway/apigateway.ts";
import { CloudWatch } from "./services/cloudwatch/cloudwatch.ts";
import { Cognito } from "./services/cognito/cognito.ts";
import { DynamoDb } from "./services/dynamodb/dynamodb.ts";
import type { Engine } from "./services/dynamodb/engine.ts";
import type { Replication } from "./services/dynamodb/replication.ts";
import { deliverersTo } from "./services/events/deliverers.ts";
import { Events } from "./services/events/events.ts";
import { Firehose } from "./services/firehose/firehose.ts";
import type { Iam } from "./services/iam/iam.ts";
import { Kms } from "./services/kms/kms.ts";
import { Lambda } from "./services/lambda/lambda.ts";
import { Logs } from "./services/logs/logs.ts";
import { S3 } from "./services/s3/s3.ts";
import { Sns } from "./services/sns/sns.ts";
import { Messaging } from "./services/sqs/messaging.ts";
import { Sqs } from "./services/sqs/sqs.ts";

/** What a region is made from. */
export interface LocalRegionOptions {
  readonly name: string;
  /** Where functions' code and logs go. */
  readonly folder: string;
  /** Port of the region's first API. 0: any that is free. */
  readonly apiPort: number;
  /** Port of the endpoint. 0: any that is free. */
  readonly endpointPort: number;
  readonly iam: Iam;
  readonly engine: Engine;
  readonly replication: Replication;
  /** Takes a line for the person who watches. */
  readonly print: (line: string) => void;
}

/** One region: its services, joined. It can go dark, and come back with all that it held. */
export class LocalRegion implements Region {
  #isRunning = true;
  /** Going dark and coming back follow each other. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(
    readonly name: string,
    readonly iam: Iam,
    readonly endpoint: Endpoint,
    readonly apigateway: ApiGateway,
    readonly cloudwatch: CloudWatch,
    readonly cognito: Cognito,
    readonly dynamodb: DynamoDb,
    readonly events: Events,
    readonly firehose: Firehose,
    readonly kms: Kms,
    readonly lambda: Lambda,
    readonly logs: Logs,
    readonly s3: S3,
    readonly sns: Sns,
    readonly sqs: Sqs,
    private readonly messaging: Messaging,
  ) {}

  /** @throws MachineError if a port is taken */
  static async open(options: LocalRegionOptions): Promise<LocalRegion> {
    const { name: region, folder, iam, engine, replication, print } = options;
    const say = (line: string) => {
      print(`${region}  ${line}`);
    };
    const endpoint = await Endpoint.listen({ region, port: options.endpointPort, iam });
    const endpointUrl = endpoint.url;
    const messaging = new Messaging(region);
    const sns = new Sns({ region, messaging });
    const logs = new Logs(join(folder, "logs"));
    const measurements = new CloudWatch({
      region,
      topics: {
        publish: async (...message) => {
          await sns.publish(...message);
        },
      },
      onStateChange: ({ alarm, from }) => {
        if (from === "ALARM" || alarm.state === "ALARM")
          say(`alarm ${alarm.definition.name}: ${from} -> ${alarm.state}`);
      },
      onActionFailed: say,
    });
    const lambda = new Lambda({
      region,
      folder: join(folder, "functions"),
      endpointUrl,
      roles: iam,
      logs,
      measurements,
    });
    const invoke = lambda.invoke.bind(lambda);
    const sqs = new Sqs({ region, messaging, endpointUrl, measurements });
    const dynamodb = new DynamoDb({ region, engine, measurements, replication });
    const s3 = new S3({ region, messaging, iam });
    const firehose = new Firehose({ region, iam, objects: s3, logs, measurements, report: say });
    const topics = {
      policyOf: (arn: string) => sns.policyOf(arn),
      publish: async (arn: string, message: string) => {
        await sns.publish(arn, undefined, message);
      },
    };
    const deliverers = deliverersTo({ functions: lambda, queues: sqs.queues, topics, streams: firehose });
    const events = new Events({ region, deliverers, queues: sqs.queues, measurements, report: say });
    for (const service of [dynamodb, events, firehose, s3, sqs, sns]) endpoint.register(service);
    return new LocalRegion(
      region,
      iam,
      endpoint,
      new ApiGateway({ region, port: options.apiPort, invoke, logs, measurements }),
      measurements,
      new Cognito(region),
      dynamodb,
      events,
      firehose,
      new Kms(region),
      lambda,
      logs,
      s3,
      sns,
      sqs,
      messaging,
    );
  }

  /** Whether it is not dark. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /**
   * Makes the region go dark, as a loss of power does: connections are refused, what runs is cut off, no event source,
   * event bus, schedule or alarm does anything, and replication neither reaches nor leaves it. Tables, queues, buckets, buses and
   * logs keep what they hold, and so does what waits to be delivered. Does nothing if it is dark.
   */
  stop(): Promise<void> {
    return this.#inTurn(() => this.#goDark());
  }

  /**
   * Brings the region back, on the same ports; what was replicated meanwhile arrives then. Does nothing if it is not dark.
   *
   * @throws MachineError if something else has taken a port
   */
  start(): Promise<void> {
    return this.#inTurn(() => this.#comeBack());
  }

  /** Ends what takes calls first, then what they need. */
  async close(): Promise<void> {
    this.events.suspend();
    await this.apigateway.close();
    await this.lambda.close();
    await this.endpoint.close();
    this.dynamodb.close();
    await this.firehose.close();
    await this.sqs.close();
    await this.messaging.close();
    await this.cloudwatch.close();
    await this.logs.close();
  }

  async #goDark(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.dynamodb.replication.isolate(this.name);
    this.events.suspend();
    this.firehose.suspend();
    this.cloudwatch.suspend();
    await Promise.all([
      this.apigateway.suspend(),
      this.endpoint.close(),
      this.lambda.suspend(),
      this.sqs.metrics.stop(),
    ]);
  }

  async #comeBack(): Promise<void> {
    if (this.#isRunning) return;
    await this.endpoint.reopen();
    await this.lambda.resume();
    await this.apigateway.resume();
    this.sqs.metrics.resume();
    this.firehose.resume();
    this.cloudwatch.resume();
    this.events.resume();
    this.dynamodb.replication.rejoin(this.name);
    this.#isRunning = true;
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(change);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
