import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { type KeySettings, Kms } from "../../../../local/services/kms/kms.ts";

const settings: KeySettings = { description: "", enableKeyRotation: true, rotationPeriodInDays: 365, policy: "{}" };

describe("Kms", () => {
  let kms: Kms;
  beforeEach(() => {
    kms = new Kms("eu-west-1");
  });

  it("names a key by its id, by its ARN, and by aliases that can be moved to another key", () => {
    const [first, second] = [kms.createKey(settings), kms.createKey(settings)];
    expect(first.keyId).not.to.equal(second.keyId);
    expect(first.arn).to.equal(`arn:aws:kms:eu-west-1:000000000000:key/${first.keyId}`);
    expect(kms.createAlias("alias/one", first.keyId)).to.include({
      arn: "arn:aws:kms:eu-west-1:000000000000:alias/one",
      targetKeyArn: first.arn,
    });
    expect(kms.updateAlias("alias/one", second.arn)).to.include({ target: second.arn, targetKeyArn: second.arn });
    expect(kms.alias("alias/one")?.targetKeyArn).to.equal(second.arn);
  });

  it("forgets a deleted key with its aliases, and no other", () => {
    const [first, second] = [kms.createKey(settings), kms.createKey(settings)];
    kms.createAlias("alias/one", first.arn);
    kms.createAlias("alias/two", second.keyId);
    kms.deleteKey(first.keyId);
    kms.deleteKey(first.keyId);
    expect([kms.key(first.keyId), kms.alias("alias/one")]).to.deep.equal([undefined, undefined]);
    expect(kms.alias("alias/two")?.targetKeyArn).to.equal(kms.key(second.keyId)?.arn);
  });

  it("refuses an alias that is taken, one that AWS refuses, and one of a key that is not there", () => {
    const { keyId } = kms.createKey(settings);
    kms.createAlias("alias/one", keyId);
    const refused: [() => unknown, string][] = [
      [() => kms.createAlias("alias/one", keyId), "the alias alias/one exists already"],
      [() => kms.createAlias("one", keyId), "the alias one must be alias/"],
      [() => kms.createAlias("alias/aws/sns", keyId), "the alias alias/aws/sns must be alias/"],
      [() => kms.createAlias("alias/two", "1234"), "the key 1234 does not exist"],
      [() => kms.updateAlias("alias/two", keyId), "the alias alias/two does not exist"],
      [() => kms.updateKey("1234", settings), "the key 1234 does not exist"],
    ];
    for (const [call, message] of refused) expect(call).to.throw(AwsError, message);
  });
});
