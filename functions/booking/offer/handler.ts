import { catalogueEvents } from "../../events/catalogue.ts";
import { follow, on } from "../../events/follow.ts";
import { DynamoDbStore } from "../../operations/dynamodb-store.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { variables } from "./environment.ts";
import { bear, withdraw } from "./slots.ts";

const environment = readEnvironment(variables);
const site = { store: new DynamoDbStore(documentClient, environment.TABLE_NAME) };

/** Consumes what the catalogue of this region says of slots: they are born here, or sold no more. */
export const handler = observed(
  follow({
    SlotOffered: on(catalogueEvents.SlotOffered, (slot) => bear(site, slot)),
    SlotWithdrawn: on(catalogueEvents.SlotWithdrawn, (slot) => withdraw(site, slot)),
  }),
);
