import { resolve } from "node:path";
import type { Berth } from "./berth.ts";
import type { EmptyMachine } from "./empty.ts";
import { localEnvironment } from "../local/environment.ts";

/** What a person needs to book: addresses, who one can be, how to get a token, and a line to try in each region. */
export function instructions(
  {
    regions,
    users,
    tours,
    signInUrl,
    consoleUrl,
    appClient,
  }: Pick<Berth, "regions" | "users" | "tours" | "signInUrl" | "consoleUrl" | "appClient">,
  folder: string,
): string[] {
  const names = Object.keys(regions);
  return [
    "",
    "Book with a browser, in any region:",
    ...Object.entries(regions).map(([region, { page }]) => `  ${page}   ${region}`),
    "",
    "See what goes on meanwhile, stop a region, cut two off from each other:",
    `  ${consoleUrl}`,
    "",
    "Users, with tokens that are good for 12 hours:",
    ...users.map(({ email, group }, index) => `  ${index}  ${email} (${group})`),
    "",
    "Be one of them:",
    `  TOKEN=$(node -p "require('${resolve(folder)}/local.json').users[0].token")`,
    "",
    "Or sign in as the page does, by OAuth 2.0 with authorization code and PKCE:",
    `  ${signInUrl}   app client ${appClient.clientId}`,
    ...Object.entries(regions).flatMap(([region, { api, endpoint }]) => {
      const [slotId = ""] = tours.find(({ homeRegion }) => homeRegion === region)?.slotIds ?? [];
      return [
        "",
        `${region}   API ${api}   AWS services ${endpoint}`,
        `  curl -i ${api}/bookings -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s%N)" \\`,
        `    -H "Content-Type: application/json" -d '{"slots":[{"slotId":"${slotId}","units":1}]}'`,
      ];
    }),
    "",
    "What became of it, in any region:",
    `  curl ${regions[names.at(-1) ?? ""]?.api ?? ""}/bookings/<bookingId> -H "Authorization: Bearer $TOKEN"`,
  ];
}

/** What a person needs to fill an empty machine: a line for each region's stack, the primary first. */
export function engineInstructions({
  regionNames,
  signInUrl,
  consoleUrl,
}: Pick<EmptyMachine, "regionNames" | "signInUrl" | "consoleUrl">): string[] {
  return [
    "",
    "Nothing is deployed. Pulumi's engine does that, from another terminal, one stack after the other:",
    ...regionNames.map((region) => `  npm run engine -- up --stack ${localEnvironment}-${region}`),
    "",
    `The users' tokens are in local.json as soon as the first stack is there, and one can sign in then: ${signInUrl}`,
    "Tours to book, when all stacks are there:",
    "  npm run offer",
    "What goes on meanwhile:",
    `  ${consoleUrl}`,
  ];
}
