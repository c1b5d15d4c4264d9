import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { basketAnswer } from "../basket.ts";
import { Baskets } from "../baskets.ts";
import { variables } from "./environment.ts";

const environment = readEnvironment(variables);
const table = { client: documentClient, name: environment.TABLE_NAME };
const dependencies = { baskets: new Baskets(table), currency: environment.CURRENCY, now: () => new Date() };

/** The API's GET of the caller's basket. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
      ["GET", "/basket", (request) => basketAnswer(dependencies, customerOf(request))],
    ]),
  ),
);
