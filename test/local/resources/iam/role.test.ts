import { expect } from "chai";
import { role } from "../../../../local/resources/iam/role.ts";
import { trust } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:iam/role:Role", () => {
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const made = await role.create(context, { name: "accept", assumeRolePolicy: trust, tags: { Owner: "berth" } });
    expect(made.id).to.equal("accept");
    expect(made.outputs).to.include({
      arn: "arn:aws:iam::000000000000:role/accept",
      name: "accept",
      assumeRolePolicy: trust,
    });
    expect(made.outputs.uniqueId).to.match(/^AROA/);
    expect(made.outputs.tags).to.eql({ Owner: "berth" });
    const changed = await role.update(context, "accept", { assumeRolePolicy: trust, description: "accepts bookings" });
    expect(changed.outputs.description).to.equal("accepts bookings");
    expect((await role.read(context, "accept"))?.outputs).to.include({ description: "accepts bookings", path: "/" });
    await role.delete(context, "accept");
    expect(await role.read(context, "accept")).to.equal(undefined);
    await role.delete(context, "accept");
  });

  it("takes the trust policy as an object, and a name from Pulumi", async () => {
    const made = await role.create(fixture.context, { assumeRolePolicy: JSON.parse(trust) as unknown });
    expect(made.id).to.equal("auto-name");
    expect(made.outputs.assumeRolePolicy).to.equal(trust);
  });

  it("refuses a second role of a name, as names are shared by all regions", async () => {
    await role.create(fixture.context, { name: "accept", assumeRolePolicy: trust });
    const error = await failureOf(role.create(fixture.context, { name: "accept", assumeRolePolicy: trust }));
    expect(error.message).to.equal("Role with name accept already exists.");
  });

  it("refuses an input that it does not know, and a malformed policy", async () => {
    const unknown = { assumeRolePolicy: trust, managedPolicyArns: ["x"] };
    expect((await failureOf(role.create(fixture.context, unknown))).message).to.include("managedPolicyArns");
    const malformed = await failureOf(role.create(fixture.context, { assumeRolePolicy: "{}" }));
    expect(malformed.name).to.equal("MalformedPolicyDocument");
  });
});
