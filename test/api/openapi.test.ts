import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { parse } from "yaml";
import { cacheSeconds } from "../../api/generated/cache-seconds.ts";
import { maximumSlots, maximumUnits } from "../../functions/booking/message.ts";
import { itemIdPattern } from "../../functions/catalogue/item.ts";
import {
  maximumCapacity,
  maximumLengths,
  maximumPrice,
  maximumShards,
  maximumSlots as maximumOffers,
} from "../../functions/catalogue/manage/request.ts";
import * as basket from "../../functions/basket/line.ts";
import { identifierPattern } from "../../functions/ledger/keys.ts";

interface Operation {
  operationId: string;
  security: Record<string, unknown[]>[];
  "x-berth-throttle": { ratePerSecond: number; burst: number };
  "x-berth-group"?: string;
  "x-berth-cache"?: { ttlSeconds: number; sharedByCallers?: boolean };
  parameters: { name: string; in: string; required: boolean; description: string; schema?: Schema }[];
  responses: Record<
    string,
    { description: string; headers?: object; content?: Record<string, { schema: { $ref: string } }> }
  >;
}

interface Schema {
  $ref?: string;
  description?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: Record<string, unknown>; schemas: Record<string, Schema> };
}

describe("the API document", () => {
  let document: Document;
  before(async () => {
    const text = await readFile(new URL("../../api/openapi.yaml", import.meta.url), "utf8");
    document = parse(text, { maxAliasCount: -1 }) as Document;
  });

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
    );

  /** Every object in the document, with the keys that lead to it. */
  function* objects(value: unknown, path: string[] = []): Generator<{ path: string[]; node: Record<string, unknown> }> {
    if (typeof value !== "object" || value === null) return;
    yield { path, node: value as Record<string, unknown> };
    for (const [key, inner] of Object.entries(value)) yield* objects(inner, [...path, key]);
  }

  it("has the operations of the services", () => {
    expect(
      Object.fromEntries(operations().map(({ route, operation }) => [route, operation.operationId])),
    ).to.deep.equal({
      "GET /bookings": "listBookings",
      "POST /bookings": "createBooking",
      "GET /bookings/{bookingId}": "readBooking",
      "POST /bookings/{bookingId}/prolong": "prolongBooking",
      "DELETE /bookings/{bookingId}": "cancelBooking",
      "GET /basket": "readBasket",
      "PUT /basket/slots/{slotId}": "putBasketSlot",
      "DELETE /basket/slots/{slotId}": "removeBasketSlot",
      "POST /basket/checkout": "checkOutBasket",
      "GET /items": "listItems",
      "POST /items": "createItem",
      "GET /items/{itemId}": "readItem",
      "PUT /items/{itemId}": "editItem",
      "DELETE /items/{itemId}": "removeItem",
      "GET /items/{itemId}/slots": "listSlots",
      "POST /reports": "createReport",
      "GET /reports/{reportId}": "readReport",
      "POST /items/{itemId}/slots": "offerSlots",
      "GET /health": "readHealth",
      "GET /health/deep": "readDeepHealth",
    });
  });

  it("asks for a token everywhere but at the health of the region", () => {
    for (const { operation } of operations()) {
      const isOpen = ["readHealth", "readDeepHealth"].includes(operation.operationId);
      expect(operation.security).to.deep.equal(isOpen ? [] : [{ bearer: [] }]);
    }
    expect(document.components.securitySchemes.bearer).to.include({
      type: "apiKey",
      in: "header",
      name: "Authorization",
    });
  });

  it("throttles every operation, with a burst of at least a second", () => {
    for (const { route, operation } of operations()) {
      const { ratePerSecond, burst } = operation["x-berth-throttle"];
      expect(ratePerSecond, route).to.be.above(0);
      expect(burst, route).to.be.at.least(ratePerSecond);
    }
  });

  it("stays within what API Gateway imports", () => {
    expect(document.openapi).to.equal("3.0.1");
    const unknownInModels = [
      "nullable",
      "oneOf",
      "anyOf",
      "exclusiveMinimum",
      "exclusiveMaximum",
      "example",
      "readOnly",
      "discriminator",
    ];
    for (const { path, node } of objects(document.components.schemas)) {
      if (path.at(-1) === "properties") continue;
      for (const keyword of unknownInModels) expect(node, path.join(".")).not.to.have.property(keyword);
    }
    for (const name of Object.keys(document.components.schemas)) expect(name).to.match(/^[A-Za-z0-9]+$/);
    for (const { path, node } of objects(document)) {
      // Only models can be referred to: responses and parameters in components are not read.
      if (typeof node.$ref === "string") expect(node.$ref, path.join(".")).to.match(/^#\/components\/schemas\//);
      expect(node.format, path.join(".")).not.to.be.oneOf(["int32", "int64"]);
    }
    for (const path of Object.keys(document.paths)) {
      for (const segment of path.slice(1).split("/"))
        expect(segment).to.match(/^([A-Za-z0-9._:,-]+|\{[A-Za-z0-9]+\})$/);
    }
  });

  it("answers every error with problem details, and every success with JSON", () => {
    for (const { route, operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses)) {
        const hasNone = status === "204" || status === "304";
        expect(response.content === undefined, `${route} ${status}`).to.equal(hasNone);
        if (hasNone || response.content === undefined) continue;
        const type = Number(status) < 400 ? "application/json" : "application/problem+json";
        expect(Object.keys(response.content), `${route} ${status}`).to.deep.equal([type]);
        if (Number(status) >= 400) {
          expect(response.content[type]?.schema.$ref).to.equal("#/components/schemas/Problem");
          expect(response.description, `${route} ${status}`).to.match(/urn:berth:problem:[a-z-]+/);
        }
      }
    }
  });

  it("says of answers that are kept how long, how they are named, and that a client may have one already", () => {
    const kept = operations().filter(({ operation }) => operation["x-berth-cache"]);
    expect(kept.map(({ operation }) => operation.operationId)).to.include.members(["listItems", "listSlots"]);
    for (const { route, operation } of kept) {
      for (const status of ["200", "304"]) {
        expect(operation.responses[status]?.headers, `${route} ${status}`).to.include.keys("ETag", "Cache-Control");
      }
      expect(operation.responses["304"], route).not.to.have.property("content");
      expect(operation.parameters.map(({ name }) => name)).to.include("If-None-Match");
      expect(cacheSeconds).to.have.property(operation.operationId, operation["x-berth-cache"]?.ttlSeconds);
    }
    expect(Object.keys(cacheSeconds)).to.have.length(kept.length);
  });

  it("says how long to wait when there are too many requests", () => {
    for (const { route, operation } of operations()) {
      expect(operation.responses["429"]?.headers, route).to.have.property("Retry-After");
    }
  });

  it("lists every status that an operation can end with", () => {
    const statuses = Object.fromEntries(
      operations().map(({ operation }) => [operation.operationId, Object.keys(operation.responses).join(" ")]),
    );
    expect(statuses).to.deep.equal({
      createBooking: "202 400 401 403 413 415 422 429 500 504",
      listBookings: "200 400 401 403 429 500 504",
      readBooking: "200 400 401 403 404 429 500 504",
      prolongBooking: "202 400 401 403 404 409 413 415 422 429 500 504",
      cancelBooking: "202 400 401 403 404 409 429 500 504",
      readBasket: "200 401 403 429 500 504",
      putBasketSlot: "200 400 401 403 404 409 413 415 429 500 504",
      removeBasketSlot: "200 400 401 403 404 429 500 504",
      checkOutBasket: "202 400 401 403 409 413 415 429 500 504",
      listItems: "200 304 400 401 403 429 500 504",
      createItem: "201 400 401 403 413 415 422 429 500 504",
      readItem: "200 304 400 401 403 404 429 500 504",
      editItem: "200 400 401 403 404 409 412 413 415 428 429 500 504",
      removeItem: "204 400 401 403 404 409 429 500 504",
      listSlots: "200 304 400 401 403 404 429 500 504",
      offerSlots: "201 400 401 403 404 409 413 415 429 500 504",
      createReport: "202 400 401 403 413 415 422 429 500 504",
      readReport: "200 400 401 403 404 429 500 504",
      readHealth: "200 429 500 504",
      readDeepHealth: "200 429 500 503 504",
    });
  });

  it("lets nobody but staff change the catalogue, and keeps what all may read of it", () => {
    for (const { route, operation } of operations().filter((one) => one.route.includes("/items"))) {
      const isRead = route.startsWith("GET ");
      expect(operation["x-berth-group"], route).to.equal(isRead ? undefined : "staff");
      expect(operation["x-berth-cache"], route).to.deep.equal(
        isRead ? { ttlSeconds: 5, sharedByCallers: true } : undefined,
      );
    }
  });

  it("explains every model, every field and every parameter", () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(schema.description, name).to.be.a("string");
      for (const [field, property] of Object.entries(schema.properties ?? {})) {
        const model = document.components.schemas[property.$ref?.split("/").at(-1) ?? ""];
        expect((model ?? property).description, `${name}.${field}`).to.be.a("string");
      }
    }
    for (const { route, operation } of operations()) {
      for (const parameter of operation.parameters)
        expect(parameter.description, `${route} ${parameter.name}`).to.be.a("string");
    }
  });

  it("says the rules that the functions check", () => {
    const { SlotUnits, BookingRequest, BasketUnits } = document.components.schemas;
    expect(SlotUnits?.properties?.slotId?.pattern).to.equal(identifierPattern.source);
    expect(SlotUnits?.properties?.units).to.include({ minimum: 1, maximum: maximumUnits });
    expect(BookingRequest?.properties?.slots).to.include({ minItems: 1, maxItems: maximumSlots });
    const { ItemContent, SlotOffers, SlotOffer } = document.components.schemas;
    for (const [field, maxLength] of Object.entries(maximumLengths)) {
      expect(ItemContent?.properties?.[field], field).to.include({ maxLength });
    }
    expect(SlotOffers?.properties?.slots).to.include({ minItems: 1, maxItems: maximumOffers });
    expect(SlotOffer?.properties?.capacity).to.include({ minimum: 1, maximum: maximumCapacity });
    expect(SlotOffer?.properties?.unitPrice).to.include({ minimum: 0, maximum: maximumPrice });
    expect(SlotOffer?.properties?.shards).to.include({ minimum: 1, maximum: maximumShards });
    const readItem = operations().find(({ operation }) => operation.operationId === "readItem")?.operation;
    expect(readItem?.parameters[0]?.schema?.pattern).to.equal(itemIdPattern.source);
    expect(BasketUnits?.properties?.units).to.include({ minimum: 1, maximum: basket.maximumUnits });
    const createBooking = operations().find(({ operation }) => operation.operationId === "createBooking")?.operation;
    const key = createBooking?.parameters.find(({ name }) => name === "Idempotency-Key");
    expect(key).to.include({ in: "header", required: true });
  });
});
