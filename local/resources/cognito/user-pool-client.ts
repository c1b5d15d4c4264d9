import { z } from "zod";
import { resourceType } from "../resource-type.ts";
import { instanceOf } from "./pool-member.ts";

const unit = z.enum(["seconds", "minutes", "hours", "days"]);

const inputs = z.object({
  userPoolId: z.string(),
  name: z.string().optional(),
  accessTokenValidity: z.int().min(1).default(1),
  allowedOauthFlows: z.array(z.enum(["code", "implicit"])).default([]),
  allowedOauthFlowsUserPoolClient: z.boolean().default(false),
  allowedOauthScopes: z.array(z.string()).default([]),
  callbackUrls: z.array(z.url()).max(100).default([]),
  enableTokenRevocation: z.boolean().default(true),
  explicitAuthFlows: z.array(z.string()).default([]),
  generateSecret: z.literal(false, "must be false: this machine makes no secrets").default(false),
  idTokenValidity: z.int().min(1).default(1),
  logoutUrls: z.array(z.url()).max(100).default([]),
  preventUserExistenceErrors: z.enum(["ENABLED", "LEGACY"]).default("LEGACY"),
  refreshTokenValidity: z.int().min(1).default(30),
  supportedIdentityProviders: z.array(z.string()).default([]),
  tokenValidityUnits: z
    .strictObject({
      accessToken: unit.default("hours"),
      idToken: unit.default("hours"),
      refreshToken: unit.default("days"),
    })
    .prefault({}),
});

/** An app client of a user pool, without a secret; its id is the client's, which tokens name. */
export const userPoolClient = resourceType({
  type: "aws:cognito/userPoolClient:UserPoolClient",
  inputs,
  replaceOn: ["userPoolId"],
  create: async ({ region, autoName }, { userPoolId, name = autoName, ...settings }) =>
    instanceOf(await region.cognito.createClient(userPoolId, { name, ...settings })),
  read({ region }, id) {
    const found = region.cognito.client(id);
    return Promise.resolve(found && instanceOf(found));
  },
  update: ({ region, autoName }, id, { userPoolId: _, name = autoName, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.updateClient(id, { name, ...settings }))),
  delete({ region }, id) {
    region.cognito.removeClient(id);
    return Promise.resolve();
  },
});
