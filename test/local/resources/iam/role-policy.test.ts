import { expect } from "chai";
import { rolePolicy } from "../../../../local/resources/iam/role-policy.ts";
import { policy, trust } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:iam/rolePolicy:RolePolicy", () => {
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
    fixture.context.region.iam.putRole({ name: "accept", assumeRolePolicy: trust });
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const first = policy("Allow", "sqs:SendMessage", "*");
    const made = await rolePolicy.create(context, { role: "accept", name: "send", policy: first });
    expect(made).to.eql({ id: "accept:send", outputs: { role: "accept", name: "send", policy: first } });
    expect(context.region.iam.rolePolicy("accept", "send")).to.equal(first);
    const second = policy("Allow", "sqs:*", "*");
    await rolePolicy.update(context, made.id, { role: "accept", name: "send", policy: JSON.parse(second) as unknown });
    expect((await rolePolicy.read(context, made.id))?.outputs.policy).to.equal(second);
    await rolePolicy.delete(context, made.id);
    expect(await rolePolicy.read(context, made.id)).to.equal(undefined);
    await rolePolicy.delete(context, made.id);
  });

  it("refuses an unknown role, a condition that it cannot honour, and an input that it does not know", async () => {
    const { context } = fixture;
    const document = policy("Allow", "*", "*");
    expect((await failureOf(rolePolicy.create(context, { role: "ghost", policy: document }))).message).to.include(
      "ghost",
    );
    const ip = policy("Allow", "*", "*", { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } });
    const error = await failureOf(rolePolicy.create(context, { role: "accept", policy: ip }));
    expect(error.name).to.equal("MalformedPolicyDocument");
    expect(error.message).to.include("IpAddress");
    const unknown = { role: "accept", policy: document, force: true };
    expect((await failureOf(rolePolicy.create(context, unknown))).message).to.include("force");
  });
});
