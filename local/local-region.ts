import { join } from "node:path";
import { Endpoint } from "./endpoint/endpoint.ts";
import type { Region } from "./region.ts";
import { ApiGateway } from "./services/apigateway/apigateway.ts";
import { CloudWatch } from "./services/cloudwatch/cloudwatch.ts";
import { DynamoDb } from "./services/dynamodb/dynamodb.ts";
import type { Engine } from "./services/dynamodb/engine.ts";
import type { Replication } from "./services/dynamodb/replication.ts";
import { Events } from "./services/events/events.ts";
import type { Iam } from "./services/iam/iam.ts";
import { Kms } from "./services/kms/kms.ts";
import { Lambda } from "./services/lambda/lambda.ts";
import { Logs } from "./services/logs/logs.ts";
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

/** One region: its services, joined. */
export class LocalRegion implements Region {
  private constructor(
    readonly name: string,
    readonly iam: Iam,
    readonly endpoint: Endpoint,
    readonly apigateway: ApiGateway,
    readonly cloudwatch: CloudWatch,
    readonly dynamodb: DynamoDb,
    readonly events: Events,
    readonly kms: Kms,
    readonly lambda: Lambda,
    readonly logs: Logs,
    readonly sns: Sns,
    readonly sqs: Sqs,
    private readonly messaging: Messaging,
  ) {}

  /** @throws MachineError if a port is taken */
  static async start(options: LocalRegionOptions): Promise<LocalRegion> {
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
    for (const service of [dynamodb, sqs, sns]) endpoint.register(service);
    return new LocalRegion(
      region,
      iam,
      endpoint,
      new ApiGateway({ region, port: options.apiPort, invoke, logs, measurements }),
      measurements,
      dynamodb,
      new Events({ region, invoke, report: say }),
      new Kms(region),
      lambda,
      logs,
      sns,
      sqs,
      messaging,
    );
  }

  /** Stops what takes calls first, then what they need. */
  async stop(): Promise<void> {
    this.events.close();
    await this.apigateway.close();
    await this.lambda.close();
    await this.endpoint.close();
    this.dynamodb.close();
    await this.sqs.close();
    await this.messaging.close();
    await this.cloudwatch.close();
    await this.logs.close();
  }
}
