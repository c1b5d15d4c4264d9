import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { Cognito, type PoolSettings } from "../../../../local/services/cognito/cognito.ts";
import { failureOf } from "../../resources/region-fixture.ts";
import { clientSettings } from "./client-settings.ts";

const settings: PoolSettings = { name: "users", deletionProtection: "INACTIVE", userPoolTier: "ESSENTIALS" };

describe("Cognito", () => {
  let cognito: Cognito;
  beforeEach(() => {
    cognito = new Cognito("eu-west-1");
  });

  it("gives pools and clients ids of AWS's form, each its own", async () => {
    const [first, second] = [cognito.createPool(settings), cognito.createPool(settings)];
    expect(first.id)
      .to.match(/^eu-west-1_[0-9A-Za-z]{9}$/)
      .and.not.equal(second.id);
    expect(first.arn).to.equal(`arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${first.id}`);
    const { id } = await cognito.createClient(first.id, clientSettings);
    expect(id)
      .to.match(/^[0-9a-z]{26}$/)
      .and.not.equal((await cognito.createClient(first.id, clientSettings)).id);
  });

  it("tells of each app client before its maker hears that it is made", async () => {
    const heard: string[] = [];
    cognito.onClient(async ({ id, userPoolId }) => {
      await Promise.resolve();
      heard.push(`${userPoolId} ${id}`);
    });
    const pool = cognito.createPool(settings);
    const client = await cognito.createClient(pool.id, clientSettings);
    expect(heard).to.deep.equal([`${pool.id} ${client.id}`]);
  });

  it("forgets a deleted pool with all that belongs to it, and no other", async () => {
    const [gone, kept] = [cognito.createPool(settings), cognito.createPool(settings)];
    const members = ({ id }: { id: string }) => [
      cognito.createGroup(id, { name: "staff" }).id,
      cognito.setRisks(id, {}).id,
    ];
    const [ofGone, ofKept] = [members(gone), members(kept)];
    await cognito.createClient(gone.id, clientSettings);
    const client = await cognito.createClient(kept.id, clientSettings);
    cognito.deletePool(gone.id);
    cognito.deletePool(gone.id);
    expect(cognito.pool(gone.id)).to.equal(undefined);
    expect(ofGone.map((id) => cognito.member(id))).to.deep.equal([undefined, undefined]);
    expect(ofKept.map((id) => cognito.member(id)?.userPoolId)).to.deep.equal([kept.id, kept.id]);
    expect(cognito.clients).to.deep.equal([client]);
  });

  it("keeps a protected pool, and refuses what AWS refuses", async () => {
    const protectedPool = cognito.createPool({ ...settings, deletionProtection: "ACTIVE" });
    const { id } = cognito.createPool(settings);
    cognito.createGroup(id, { name: "staff" });
    const unpaid: PoolSettings = { ...settings, userPoolAddOns: { advancedSecurityMode: "ENFORCED" } };
    const refused: [() => unknown, string][] = [
      [cognito.deletePool.bind(cognito, protectedPool.id), `the user pool ${protectedPool.id} has deletionProtection`],
      [() => cognito.createPool(unpaid), "advancedSecurityMode is ENFORCED, which needs the userPoolTier PLUS"],
      [() => cognito.updatePool(id, unpaid), "and not ESSENTIALS"],
      [() => cognito.updatePool("eu-west-1_none", settings), "the user pool eu-west-1_none does not exist"],
      [() => cognito.createGroup(id, { name: "staff" }), `the group ${id}/staff exists already`],
      [() => cognito.createGroup("eu-west-1_none", { name: "staff" }), "the user pool eu-west-1_none does not exist"],
      [() => cognito.setRisks("eu-west-1_none", {}), "the user pool eu-west-1_none does not exist"],
      [() => cognito.updateMember("1234", {}), "1234 does not exist"],
      [() => cognito.updateClient("1234", clientSettings), "the app client 1234 does not exist"],
    ];
    for (const [call, message] of refused) expect(call).to.throw(AwsError, message);
    expect(await failureOf(cognito.createClient("eu-west-1_none", clientSettings))).to.be.instanceOf(AwsError);
    expect(cognito.pool(protectedPool.id)).to.equal(protectedPool);
  });
});
