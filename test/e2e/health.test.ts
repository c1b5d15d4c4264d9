import { expect } from "chai";
import { type Answer, call, running, stopped, until } from "./running.ts";

const region = "us-east-1";

after(stopped);

describe("the deep health of a region", () => {
  const deep = () => call(region, "/health/deep");
  const bodyOf = ({ body }: Answer) => body as Record<string, unknown>;

  it("tells of its table, its queue, and when it heard of the others", async () => {
    const answer = await until(async () => {
      const found = await deep();
      return found.status === 200 && (bodyOf(found).replication as unknown[]).length > 0 ? found : undefined;
    });
    expect(bodyOf(answer)).to.include({ status: "ok", region });
    expect(answer.headers.get("cache-control")).to.equal("no-store");
    const [heard] = bodyOf(answer).replication as { region: string; heardSecondsAgo: number }[];
    expect(heard?.region).to.equal("eu-west-1");
    expect(heard?.heardSecondsAgo).to.be.at.least(0);
  }).timeout(180_000); // a region's first heartbeat is a minute after its start

  it("is 503 with a problem while its queue does not answer, and well again afterwards", async () => {
    const { iam, lambda } = (await running()).machine.region(region);
    const health = lambda.functions.all().find(({ name }) => name.startsWith("health"));
    const role = health?.latest.configuration.role.split("/").at(-1) ?? "";
    const denial = { Effect: "Deny", Action: ["sqs:GetQueueAttributes"], Resource: ["*"] };
    iam.putRolePolicy(role, "denial", JSON.stringify({ Version: "2012-10-17", Statement: [denial] }));
    try {
      const unfit = await until(async () => {
        const answer = await deep();
        return answer.status === 200 ? undefined : answer;
      });
      expect(unfit.status).to.equal(503);
      expect(bodyOf(unfit)).to.include({ type: "urn:berth:problem:region-unfit" });
      expect(bodyOf(unfit).detail).to.equal(`${region} should not be given traffic: its queue does not answer`);
      expect((await call(region, "/health")).status).to.equal(200);
    } finally {
      iam.deleteRolePolicy(role, "denial");
    }
    await until(async () => ((await deep()).status === 200 ? true : undefined));
  });
});
