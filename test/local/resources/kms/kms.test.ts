import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { keyAlias } from "../../../../local/resources/kms/alias.ts";
import { key } from "../../../../local/resources/kms/key.ts";
import { Kms } from "../../../../local/services/kms/kms.ts";
import { failureOf } from "../region-fixture.ts";

function context() {
  const region: Pick<Region, "name" | "kms"> = { name: "eu-west-1", kms: new Kms("eu-west-1") };
  return { region: region as Region, autoName: "name-1a2b3c4" };
}

describe("resources/kms", () => {
  it("makes, reads, changes and removes a key", async () => {
    const here = context();
    const { id, outputs } = await key.create(here, { description: "Logs", deletionWindowInDays: 30 });
    expect(outputs).to.include({ keyId: id, description: "Logs", enableKeyRotation: false, deletionWindowInDays: 30 });
    expect(outputs.arn).to.equal(`arn:aws:kms:eu-west-1:000000000000:key/${id}`);
    expect(outputs.policy).to.include('"arn:aws:iam::000000000000:root"');
    await key.update(here, id, { enableKeyRotation: true, rotationPeriodInDays: 90 });
    expect((await key.read(here, id))?.outputs).to.include({
      keyId: id,
      description: "",
      enableKeyRotation: true,
      rotationPeriodInDays: 90,
    });
    await key.delete(here, id);
    expect(await key.read(here, id)).to.equal(undefined);
    await key.delete(here, id);
  });

  it("refuses a key that could not be made here, and a policy that is none", async () => {
    const refused: [Record<string, unknown>, string][] = [
      [{ customerMasterKeySpec: "RSA_2048" }, "customerMasterKeySpec"],
      [{ rotationPeriodInDays: 30 }, "rotationPeriodInDays"],
      [{ policy: "let everybody" }, "policy: must be a policy document in JSON"],
    ];
    for (const [inputs, message] of refused) {
      expect((await failureOf(key.create(context(), inputs))).message).to.include(message);
    }
  });

  it("makes, reads, moves and removes an alias, and tells the key as it was named", async () => {
    const here = context();
    const { kms } = here.region;
    const [first, second] = [1, 2].map(() =>
      kms.createKey({ description: "", enableKeyRotation: true, rotationPeriodInDays: 365, policy: "{}" }),
    );
    const { id, outputs } = await keyAlias.create(here, { name: "alias/one", targetKeyId: first?.arn });
    expect(id).to.equal("alias/one");
    expect(outputs).to.include({ name: "alias/one", targetKeyId: first?.arn, targetKeyArn: first?.arn });
    await keyAlias.update(here, id, { name: "alias/one", targetKeyId: second?.keyId });
    expect((await keyAlias.read(here, id))?.outputs).to.include({
      targetKeyId: second?.keyId,
      targetKeyArn: second?.arn,
    });
    await keyAlias.delete(here, id);
    expect(await keyAlias.read(here, id)).to.equal(undefined);
    await keyAlias.delete(here, id);
  });
});
