import type { AwsError } from "../../endpoint/aws-error.ts";
import { awsJson } from "../../endpoint/protocol.ts";
import type { AccessRequest, EndpointRequest, EndpointResponse, EndpointService } from "../../endpoint/service.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import { touched } from "./access.ts";
import type { Capacity } from "./capacity/capacity.ts";
import { CapacityMeter } from "./capacity/meter.ts";
import { EngineClients } from "./engine-clients.ts";
import { EngineProxy } from "./engine-proxy.ts";
import type { Engine } from "./engine.ts";
import type { ReplicatedWrite } from "./replica.ts";
import type { Replication } from "./replication.ts";
import { Tables } from "./tables.ts";
import { withTimeToLiveIdentity } from "./time-to-live.ts";

interface DynamoDbOptions {
  readonly region: string;
  readonly engine: Pick<Engine, "url">;
  readonly measurements: Measurements;
  /** The machine's one replication, which joins the regions' tables. */
  readonly replication: Replication;
}

/** Errors by which DynamoDB says that a call came too fast. */
const throttles = new Set(["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"]);

const namespace = "AWS/DynamoDB";
const reads = new Set(["BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems"]);

/** The region that the engine puts in every ARN. */
const engineRegion = "ddblocal";

/** Operations whose bodies speak of ARNs; in all others, a text that looks like one is a customer's. */
const arnOperations =
  /^(Create|Delete|Describe|Update)Table|TimeToLive$|Stream|^GetShardIterator$|TagResource$|TagsOfResource$/;

/**
 * A region's DynamoDB and its streams: the engine, seen through the region's endpoint. Tables are the region's, whatever
 * role calls; ARNs carry the region's name. Left out: capacity limits (units are counted, and none is refused), backups, PartiQL.
 */
export class DynamoDb implements EndpointService {
  readonly name = "dynamodb";
  readonly protocol = awsJson;
  readonly region: string;
  readonly replication: Replication;
  /** The tables of all regions, as resources. */
  readonly tables: Tables;
  readonly #clients: EngineClients;
  readonly #meter: CapacityMeter;
  readonly #proxy: EngineProxy;
  readonly #measurements: Measurements;

  constructor({ region, engine, measurements, replication }: DynamoDbOptions) {
    this.region = region;
    this.replication = replication;
    this.#measurements = measurements;
    this.#proxy = new EngineProxy(engine);
    this.#clients = new EngineClients(engine);
    this.tables = new Tables(this.#clients);
    this.#meter = new CapacityMeter(region, this.#clients);
  }

  /** The units that the region's calls, and replication to it, have consumed. */
  get capacity(): Capacity {
    return this.#meter.capacity;
  }

  /** To be told of each write that was replicated to the region. */
  async replicated({ table, key, before, after }: ReplicatedWrite): Promise<void> {
    await this.#meter.writes.replicated(table, key, before, after);
  }

  access({ operation, body, region }: EndpointRequest): readonly AccessRequest[] {
    return touched(operation, body, region).access;
  }

  async handle(request: EndpointRequest): Promise<EndpointResponse> {
    const response = await this.#meter.metered(request, this.#toEngine(request), (body) =>
      this.#proxy.forward(request, body),
    );
    if (response.status !== 200) this.#measureRefusal(request, response.body.toString());
    const body = this.#fromEngine(request.operation, response.body);
    return { ...response, body: request.operation === "GetRecords" ? await this.#withExpiries(request, body) : body };
  }

  injected(request: EndpointRequest, error: AwsError): void {
    if (throttles.has(error.name)) this.#measureThrottle(request);
  }

  /** Closes the connections to the engine. */
  close(): void {
    this.#proxy.close();
    this.#clients.close();
  }

  #toEngine({ operation, body }: EndpointRequest): Buffer | string {
    if (operation !== "GetRecords" && !arnOperations.test(operation)) return body;
    return body.toString().replaceAll(`arn:aws:dynamodb:${this.region}:`, `arn:aws:dynamodb:${engineRegion}:`);
  }

  #fromEngine(operation: string, body: Buffer | string): Buffer | string {
    if (operation === "GetRecords") {
      // Quotes inside a customer's text are escaped, so these two can only be the record's own.
      return body
        .toString()
        .replaceAll(`"awsRegion":"${engineRegion}"`, `"awsRegion":"${this.region}"`)
        .replace(
          `"NextShardIterator":"arn:aws:dynamodb:${engineRegion}:`,
          `"NextShardIterator":"arn:aws:dynamodb:${this.region}:`,
        );
    }
    if (!arnOperations.test(operation)) return body;
    return body.toString().replaceAll(`arn:aws:dynamodb:${engineRegion}:`, `arn:aws:dynamodb:${this.region}:`);
  }

  /** The engine does not say which deletions are time to live's. */
  async #withExpiries({ body }: EndpointRequest, answer: Buffer | string): Promise<Buffer | string> {
    const text = answer.toString();
    const table = /:table\/([^/"]+)\/stream\//.exec(body.toString())?.[1];
    if (table === undefined || !text.includes('"REMOVE"')) return answer;
    const attribute = await this.tables.ttlAttribute(this.region, table);
    return attribute === undefined ? answer : withTimeToLiveIdentity(text, attribute);
  }

  #measureRefusal(request: EndpointRequest, body: string): void {
    const name = /"__type":"(?:[^"]*#)?([^"]+)"/.exec(body)?.[1] ?? "";
    if (throttles.has(name)) this.#measureThrottle(request);
  }

  /** One event a table and call, where CloudWatch counts an event for each item that was refused. */
  #measureThrottle({ operation, body, region }: EndpointRequest): void {
    const events = reads.has(operation) ? "ReadThrottleEvents" : "WriteThrottleEvents";
    for (const TableName of touched(operation, body, region).tables) {
      const ofOperation = { TableName, Operation: operation };
      this.#measurements.put({ namespace, name: "ThrottledRequests", dimensions: ofOperation, value: 1 });
      this.#measurements.put({ namespace, name: events, dimensions: { TableName }, value: 1 });
    }
  }
}
