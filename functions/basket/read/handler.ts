import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { basketAnswer } from "../basket.ts";
import { Baskets } from "../baskets.ts";
import { variables } from "./environment.ts";

const { TABLE_NAME: name, CURRENCY: currency } = readEnvironment(variables);
const dependencies = { baskets: new Baskets({ client: documentClient, name }), currency, now: () => new Date() };

/** The API's GET of the caller's basket. */
export const handler = warmable(
  observed(httpHandler([["GET", "/basket", (request) => basketAnswer(dependencies, customerOf(request))]])),
);
