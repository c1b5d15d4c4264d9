import type { ClientSettings } from "../../../../local/services/cognito/cognito.ts";

/** An app client of a page, as the component makes it. */
export const clientSettings: ClientSettings = {
  name: "page",
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid", "email"],
  callbackUrls: ["http://localhost:5173/", "http://localhost:5174/"],
  logoutUrls: ["http://localhost:5173/"],
  accessTokenValidity: 60,
  idTokenValidity: 30,
  refreshTokenValidity: 30,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
};
