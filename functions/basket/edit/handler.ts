import type { components } from "../../../api/generated/types.ts";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler, json } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { basketAnswer, withAmount } from "../basket.ts";
import { Baskets } from "../baskets.ts";
import { removeSlot, setUnits } from "./change-line.ts";
import { checkOut } from "./check-out.ts";
import { variables } from "./environment.ts";
import { parseCheckout, parseLine, slotIdOf } from "./request.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);

const dependencies = {
  baskets: new Baskets({ client: documentClient, name: environment.TABLE_NAME }),
  region: environment.AWS_REGION,
  currency: environment.CURRENCY,
  now: () => new Date(),
};

async function putSlot(request: HttpRequest): Promise<Response> {
  const [customerId, slotId] = [customerOf(request), slotIdOf(request)];
  const heard = (await dependencies.baskets.heardOf([slotId])).get(slotId);
  await setUnits(dependencies, { customerId, ...parseLine(request, heard, dependencies.now()) });
  request.logger.info("slot put into the basket", { slotId });
  return await basketAnswer(dependencies, customerId);
}

async function deleteSlot(request: HttpRequest): Promise<Response> {
  const [customerId, slotId] = [customerOf(request), slotIdOf(request)];
  await removeSlot(dependencies, { customerId, slotId });
  request.logger.info("slot taken out of the basket", { slotId });
  return await basketAnswer(dependencies, customerId);
}

async function checkOutBasket(request: HttpRequest): Promise<Response> {
  const [customerId, idempotencyKey] = [customerOf(request), parseCheckout(request)];
  const { correlationId, logger } = request;
  const { checkout, isRepeated } = await checkOut(dependencies, { customerId, idempotencyKey, correlationId });
  const { bookingId, total, currency, lines } = checkout;
  logger.info(isRepeated ? "checkout repeated" : "basket checked out", { bookingId });
  const body: components["schemas"]["CheckoutAccepted"] = {
    ...{ bookingId, status: "pending", total, currency },
    lines: lines.map(withAmount),
  };
  return json(202, body, { location: `/bookings/${bookingId}` });
}

/** Changes the caller's basket, and checks it out. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
      ["PUT", "/basket/slots/:slotId", putSlot],
      ["DELETE", "/basket/slots/:slotId", deleteSlot],
      ["POST", "/basket/checkout", checkOutBasket],
    ]),
  ),
);
