import { z } from "zod";
import type { EndpointRequest, EndpointResponse } from "../../../endpoint/service.ts";
import type { EngineClients } from "../engine-clients.ts";
import { canonical, type Image } from "../image.ts";
import { nameOf, type WriteAction, writesOf } from "./actions.ts";
import { Capacity } from "./capacity.ts";
import { itemSize } from "./item-size.ts";
import { Schemas } from "./schemas.ts";
import { readUnits } from "./units.ts";
import { type PreparedWrite, WriteMeter } from "./write-meter.ts";

type Forward = (body: Buffer | string) => Promise<EndpointResponse>;

/** Reads whose units the engine counts rightly; those of transactions it does not. */
const countedByEngine = new Set(["BatchGetItem", "GetItem", "Query", "Scan"]);

const asked = z.looseObject({
  TableName: z.string().optional(),
  Key: z.custom<Image>((value) => typeof value === "object" && value !== null).optional(),
  ReturnConsumedCapacity: z.string().optional(),
  TransactItems: z.array(z.looseObject({ Get: z.looseObject({ TableName: z.string() }).optional() })).optional(),
});
const readAnswer = z.looseObject({
  Responses: z.array(z.looseObject({ Item: z.custom<Image>().optional() })),
});

/** What the engine says of a read's units, of which a customer's attribute can be told by its form. */
const consumed =
  /,?"ConsumedCapacity":(?:\[(?:\{"TableName":"[^"]+","CapacityUnits":[\d.]+\},?)+\]|\{"TableName":"[^"]+","CapacityUnits":[\d.]+\})/;

/**
 * Counts the units of every call through a region's endpoint. A transaction that is cancelled counts as one that is
 * not, which may be more than AWS takes. Left out: that the repetition of a transaction with its token costs reads, and
 * that a batch of reads costs something for an item that is not there.
 */
export class CapacityMeter {
  readonly capacity = new Capacity();
  readonly writes: WriteMeter;

  constructor(region: string, clients: EngineClients) {
    this.writes = new WriteMeter(region, clients, new Schemas(region, clients), this.capacity);
  }

  /** Forwards a call, and counts what it costs before it gives the answer. */
  async metered(
    { operation, body }: EndpointRequest,
    toEngine: Buffer | string,
    forward: Forward,
  ): Promise<EndpointResponse> {
    const isRead = countedByEngine.has(operation);
    if (!isRead && !/^(Put|Update|Delete|BatchWrite)Item$|^Transact/.test(operation)) return forward(toEngine);
    const call: unknown = JSON.parse(body.toString());
    const actions = writesOf(operation, call);
    if (actions !== undefined) return this.#write(operation, body, actions, () => forward(toEngine));
    const parsed = asked.safeParse(call);
    if (!parsed.success) return forward(toEngine);
    if (isRead) return this.#read(parsed.data, forward);
    return operation === "TransactGetItems"
      ? this.#transactedRead(parsed.data, await forward(toEngine))
      : forward(toEngine);
  }

  async #write(
    operation: string,
    body: Buffer,
    actions: readonly WriteAction[],
    forward: () => Promise<EndpointResponse>,
  ): Promise<EndpointResponse> {
    let prepared: readonly PreparedWrite[];
    try {
      prepared = await Promise.all(actions.map((action) => this.writes.prepare(action)));
    } catch {
      return forward(); // there is no such table, or the engine is away: it says so best
    }
    const response = await forward();
    const isDone = response.status === 200;
    if (!isDone && !/#(ConditionalCheckFailed|TransactionCanceled)Exception"/.test(response.body.toString()))
      return response;
    const isTransaction = operation === "TransactWriteItems";
    const units = new Map<string, number>();
    for (const each of prepared) {
      const counted = await this.writes.count(each, isTransaction ? 2 : 1, isDone);
      units.set(each.action.table, (units.get(each.action.table) ?? 0) + counted);
    }
    const isWanted = isTransaction && isDone && /"ReturnConsumedCapacity":\s*"(TOTAL|INDEXES)"/.test(body.toString());
    return isWanted ? withCapacity(response, units, "WriteCapacityUnits") : response;
  }

  async #read(call: z.infer<typeof asked>, forward: Forward): Promise<EndpointResponse> {
    const { TableName, Key, ReturnConsumedCapacity = "NONE" } = call;
    const isWanted = ReturnConsumedCapacity !== "NONE";
    const response = await forward(
      JSON.stringify({ ...call, ReturnConsumedCapacity: isWanted ? ReturnConsumedCapacity : "TOTAL" }),
    );
    if (response.status !== 200) return response;
    const text = response.body.toString();
    const [found = ""] = (isWanted ? /"ConsumedCapacity":.*/s : consumed).exec(text) ?? [];
    const keyText = Key !== undefined && TableName !== undefined ? canonical(Key) : undefined;
    for (const [, table = "", units] of found.matchAll(/"TableName":"([^"]+)","CapacityUnits":([\d.]+)/g)) {
      this.capacity.add("read", nameOf(table), keyText, Number(units));
    }
    return isWanted ? response : { ...response, body: text.replace(consumed, "").replace(/^\{,/, "{") };
  }

  #transactedRead({ TransactItems = [], ReturnConsumedCapacity }: z.infer<typeof asked>, response: EndpointResponse) {
    const answer =
      response.status === 200 ? readAnswer.safeParse(JSON.parse(response.body.toString())).data : undefined;
    if (answer === undefined) return response;
    const units = new Map<string, number>();
    for (const [index, { Get }] of TransactItems.entries()) {
      if (Get === undefined) continue;
      const table = nameOf(Get.TableName);
      const counted = 2 * readUnits(itemSize(answer.Responses[index]?.Item));
      this.capacity.add("read", table, undefined, counted);
      units.set(table, (units.get(table) ?? 0) + counted);
    }
    return (ReturnConsumedCapacity ?? "NONE") === "NONE"
      ? response
      : withCapacity(response, units, "ReadCapacityUnits");
  }
}

function withCapacity(
  response: EndpointResponse,
  units: ReadonlyMap<string, number>,
  kind: "ReadCapacityUnits" | "WriteCapacityUnits",
): EndpointResponse {
  const ConsumedCapacity = [...units].map(([TableName, count]) => ({ TableName, CapacityUnits: count, [kind]: count }));
  const answer = z.looseObject({}).parse(JSON.parse(response.body.toString()));
  return { ...response, body: JSON.stringify({ ...answer, ConsumedCapacity }) };
}
