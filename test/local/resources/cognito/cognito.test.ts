import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { riskConfiguration } from "../../../../local/resources/cognito/risk-configuration.ts";
import { userGroup } from "../../../../local/resources/cognito/user-group.ts";
import { userPoolClient } from "../../../../local/resources/cognito/user-pool-client.ts";
import { userPool } from "../../../../local/resources/cognito/user-pool.ts";
import { InvalidInputs, type ResourceType } from "../../../../local/resources/resource-type.ts";
import { Cognito } from "../../../../local/services/cognito/cognito.ts";
import { failureOf } from "../region-fixture.ts";

function context() {
  const region: Pick<Region, "name" | "cognito"> = { name: "eu-west-1", cognito: new Cognito("eu-west-1") };
  return { region: region as Region, autoName: "name-1a2b3c4" };
}

describe("resources/cognito", () => {
  it("makes, reads, changes and removes a user pool", async () => {
    const here = context();
    const { id, outputs } = await userPool.create(here, {
      mfaConfiguration: "OPTIONAL",
      usernameAttributes: ["email"],
    });
    expect(outputs).to.deep.include({
      name: "name-1a2b3c4",
      mfaConfiguration: "OPTIONAL",
      usernameAttributes: ["email"],
      deletionProtection: "INACTIVE",
      userPoolTier: "ESSENTIALS",
      arn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${id}`,
      endpoint: `cognito-idp.eu-west-1.amazonaws.com/${id}`,
    });
    await userPool.update(here, id, { deletionProtection: "ACTIVE" });
    expect((await userPool.read(here, id))?.outputs).to.include({
      deletionProtection: "ACTIVE",
      mfaConfiguration: "OFF",
    });
    expect((await failureOf(userPool.delete(here, id))).message).to.include("deactivate it first");
    await userPool.update(here, id, { deletionProtection: "INACTIVE" });
    await userPool.delete(here, id);
    expect(await userPool.read(here, id)).to.equal(undefined);
    await userPool.delete(here, id);
  });

  const members: [ResourceType, Record<string, unknown>, Record<string, unknown>][] = [
    [userPoolClient, { callbackUrls: ["https://a.example/"] }, { callbackUrls: ["https://b.example/"] }],
    [userGroup, { name: "staff", description: "We" }, { name: "staff", description: "They" }],
    [
      riskConfiguration,
      { compromisedCredentialsRiskConfiguration: { actions: { eventAction: "NO_ACTION" } } },
      { compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } } },
    ],
  ];
  for (const [type, before, after] of members) {
    it(`makes, reads, changes and removes a ${type.type.split(":").at(-1) ?? ""}`, async () => {
      const here = context();
      const { id: userPoolId } = await userPool.create(here, {});
      const { id, outputs } = await type.create(here, { userPoolId, ...before });
      expect(outputs).to.deep.include({ userPoolId, ...before });
      await type.update(here, id, { userPoolId, ...after });
      expect((await type.read(here, id))?.outputs).to.deep.include({ userPoolId, ...after });
      await type.delete(here, id);
      expect(await type.read(here, id)).to.equal(undefined);
      await type.delete(here, id);
      expect(await userPool.read(here, userPoolId)).not.to.equal(undefined);
    });
  }

  it("refuses what could not be so here, and what AWS does not know", async () => {
    const userPoolId = "eu-west-1_aBcDeFgHi";
    const refused: [ResourceType, Record<string, unknown>, string][] = [
      [userPool, { lambdaConfig: {} }, "this machine does not know the input lambdaConfig"],
      [userPool, { mfaConfiguration: "SOMETIMES" }, "mfaConfiguration"],
      [userPool, { passwordPolicy: { minimumLength: 5 } }, "passwordPolicy.minimumLength"],
      [userPoolClient, { userPoolId, generateSecret: true }, "generateSecret: must be false"],
      [userPoolClient, { userPoolId, allowedOauthFlows: ["password"] }, "allowedOauthFlows.0"],
      [userPoolClient, { userPoolId, callbackUrls: ["book.example.com"] }, "callbackUrls.0"],
      [userGroup, { userPoolId, roleArn: "arn:role" }, "this machine does not know the input roleArn"],
      [
        riskConfiguration,
        {
          userPoolId,
          accountTakeoverRiskConfiguration: { actions: { highAction: { eventAction: "BLOCK", notify: true } } },
        },
        "highAction.notify: must be false",
      ],
    ];
    for (const [type, inputs, message] of refused) {
      const failure = await failureOf(type.create(context(), inputs));
      expect(failure).to.be.instanceOf(InvalidInputs);
      expect(failure.message).to.include(message);
    }
  });
});
