import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "chai";
import { checkoutItem, checkoutOf, digestOf } from "../../../../functions/basket/checkout.ts";
import { startBus } from "../../events/test-bus.ts";
import type { TestBus } from "../../events/test-bus.ts";
import { bundle, run } from "../../function.ts";
import type { Bundle, RunningFunction } from "../../function.ts";
import { ireland, noon, slotNamed } from "../samples.ts";

describe("publishing checkouts, as it is deployed", () => {
  let bus: TestBus;
  let built: Bundle;
  let publish: RunningFunction;
  before(async () => {
    [bus, built] = await Promise.all([startBus(), bundle("basket/publish")]);
    publish = await run(built, {
      ...{ BUS_NAME: "berth", AWS_ENDPOINT_URL: bus.url, AWS_REGION: ireland },
      ...{ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_MAX_ATTEMPTS: "1" },
    });
  });
  after(async () => {
    await publish.stop();
    await built.remove();
    await bus.stop();
  });

  const checkout = (idempotencyKey: string) =>
    checkoutOf({
      ...{ customerId: "customer-1", idempotencyKey, region: ireland, correlationId: "correlation-1" },
      ...{ checkedOutAt: noon.toISOString(), currency: "EUR", lines: [{ ...slotNamed("a"), units: 2 }] },
    });
  const record = (SequenceNumber: string, item: Record<string, unknown>) => ({
    eventName: "INSERT",
    dynamodb: { SequenceNumber, NewImage: marshall(item) },
  });

  it("puts each on the bus, and gives back what the bus does not take or what is no checkout", async () => {
    const [told, refused] = [checkout("told"), checkout("refused")];
    bus.answer = (id) => (id.startsWith(refused.bookingId) ? { ErrorCode: "InternalFailure" } : { EventId: id });
    const { total: _, ...broken } = checkout("broken");
    const records = [
      record("1", checkoutItem(told, digestOf("told"))),
      record("2", checkoutItem(refused, digestOf("refused"))),
      record("3", broken),
    ];
    const { batchItemFailures: failures } = (await publish.invoke({ Records: records })) as {
      batchItemFailures: { itemIdentifier: string }[];
    };
    expect(failures.map(({ itemIdentifier }) => itemIdentifier)).to.have.members(["2", "3"]);
    const [put] = bus.calls.flat();
    expect(put).to.include({ EventBusName: "berth", Source: "berth.basket", DetailType: "BasketCheckedOut" });
    expect(JSON.parse(put?.Detail ?? "")).to.deep.include({ bookingId: told.bookingId, total: 2_500 });
    const line = await publish.line(({ message }) => message === "event published");
    expect(line).to.include({ bookingId: told.bookingId, correlationId: "correlation-1" });
  });
});
