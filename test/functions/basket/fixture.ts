import type { APIGatewayProxyResult, SQSBatchResponse } from "aws-lambda";
import type { components } from "../../../api/generated/types.ts";
import { apiEvent, sqsRecord } from "../events.ts";
import { bundle, run } from "../function.ts";
import type { Bundle, RunningFunction } from "../function.ts";
import { startTable } from "../table.ts";
import type { TestTable } from "../table.ts";

type Schemas = components["schemas"];

/** The functions of the basket as they are deployed in one region, with a table of its own. */
export interface BasketFunctions {
  readonly table: TestTable;
  readonly edit: RunningFunction;
  /** Lets the service hear what the catalogue says. */
  hear(type: string, detail: object): Promise<SQSBatchResponse>;
  put(slotId: string, body: unknown, customerId?: string): Promise<Answer>;
  remove(slotId: string, customerId?: string): Promise<Answer>;
  checkOut(key: string | undefined, options?: { customerId?: string; body?: string }): Promise<Answer>;
  /** What the basket holds. */
  basket(customerId?: string): Promise<Schemas["Basket"]>;
  stop(): Promise<void>;
}

/** What an answer may say: a basket, a checkout or a problem. */
type AnswerBody = Omit<Schemas["CheckoutAccepted"], "lines" | "status"> &
  Omit<Schemas["Problem"], "status"> &
  Pick<Schemas["Basket"], "lines">;

/** An answer of an operation, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: APIGatewayProxyResult["headers"];
  readonly body: AnswerBody;
}

const headers = { "Content-Type": "application/json", "X-Correlation-Id": "correlation-1" };

/** Bundles and starts the functions. */
export async function startBasket(): Promise<BasketFunctions> {
  const table = await startTable();
  const bundles = await Promise.all(["edit", "read", "follow"].map((name) => bundle(`basket/${name}`)));
  const environment = { ...table.environment, CURRENCY: "EUR" };
  const [edit, read, follow] = (await Promise.all(bundles.map((built: Bundle) => run(built, environment)))) as [
    RunningFunction,
    RunningFunction,
    RunningFunction,
  ];
  const call = async (running: RunningFunction, event: object): Promise<Answer> => {
    const { statusCode, headers, body } = (await running.invoke(event)) as APIGatewayProxyResult;
    return { status: statusCode, headers, body: JSON.parse(body) as Answer["body"] };
  };
  return {
    table,
    edit,
    async hear(type, detail) {
      const body = JSON.stringify({ source: "berth.catalogue", "detail-type": type, detail });
      return (await follow.invoke({ Records: [sqsRecord("message", body)] })) as SQSBatchResponse;
    },
    put: (slotId, body, customerId) =>
      call(edit, apiEvent("PUT", `/basket/slots/${slotId}`, { headers, body: JSON.stringify(body), customerId })),
    remove: (slotId, customerId) => call(edit, apiEvent("DELETE", `/basket/slots/${slotId}`, { headers, customerId })),
    checkOut: (key, { customerId, body } = {}) =>
      call(
        edit,
        apiEvent("POST", "/basket/checkout", {
          headers: { ...headers, ...(key !== undefined && { "Idempotency-Key": key }) },
          ...(body !== undefined && { body }),
          customerId,
        }),
      ),
    async basket(customerId) {
      return (await call(read, apiEvent("GET", "/basket", { headers, customerId }))).body;
    },
    async stop() {
      await Promise.all([edit, read, follow].map((running) => running.stop()));
      await Promise.all(bundles.map((built) => built.remove()));
      await table.stop();
    },
  };
}
