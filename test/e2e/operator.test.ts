import { expect } from "chai";
import { accepted, call, customer, offered, operate, running, settled, stopped, until } from "./running.ts";

const [eu, us] = ["eu-west-1", "us-east-1"];

after(stopped);

describe("an operator reclaims a region's places", () => {
  it("sends what the region has not sold to another one, which then sells it, and nothing back", async () => {
    const token = await customer();
    const { slotId } = await offered(us, 15);
    const before = await accepted({ region: us, token, slots: [{ slotId, units: 5 }] });
    expect(await settled(us, before, token)).to.include({ status: "confirmed", region: us });

    const { failed, printed } = await operate("reclaim", "--region", us, "--to", eu);
    expect(failed, printed).to.be.false;
    expect(printed).to.match(new RegExp(`^ +10  ${slotId}$`, "m"));
    const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 10 }] });
    expect(await settled(us, bookingId, token)).to.include({ status: "confirmed", region: eu });
    expect(await settled(eu, before, token)).to.include({ status: "confirmed", region: us });
  });

  it("leaves everything as it is when the region's table cannot be reached, and says why", async () => {
    const { machine } = await running();
    await machine.region(us).stop();
    try {
      const { failed, printed } = await operate("reclaim", "--region", us, "--to", eu);
      expect(failed).to.be.true;
      expect(printed).to.match(/^reclaim: the table \S+ of us-east-1 cannot be reached.*nothing was changed/m);
    } finally {
      await machine.region(us).start();
    }
  });

  it("is undone for what comes after", async () => {
    const token = await customer();
    expect((await operate("reclaim", "--region", us, "--lift")).failed).to.be.false;
    const { slotId } = await offered(eu, 100);
    await until(async () => {
      const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 1 }] });
      return (await settled(us, bookingId, token)).region === us ? true : undefined;
    });
  });

  for (const [args, problem] of [
    [["--region", us], "--region and either --to, another region, or --lift are needed"],
    [["--region", us, "--to", us], "--region and either --to, another region, or --lift are needed"],
    [["--region", "mars-1", "--to", eu], "--region is mars-1 and must be one of eu-west-1, us-east-1"],
  ] as const) {
    it(`refuses ${args.join(" ")}`, async () => {
      const { failed, printed } = await operate("reclaim", ...args);
      expect(failed).to.be.true;
      expect(printed).to.include(problem);
    });
  }
});

describe("an operator settles a region's table again", () => {
  it("leaves what is settled as it is, and says how much there was", async () => {
    const token = await customer();
    const { slotId } = await offered("eu-west-1", 10);
    const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 3 }] });
    const before = await settled(us, bookingId, token);
    const { failed, printed } = await operate("resettle", "--region", us);
    expect(failed, printed).to.be.false;
    expect(printed).to.match(/^[1-9]\d* items of \S+ in us-east-1 are settled, 0 are not\.$/m);
    expect(await settled(us, bookingId, token)).to.deep.equal(before);
  });

  for (const [args, problem] of [
    [[], "resettle: --region is needed"],
    [["--region", "mars-1"], "--region is mars-1 and must be one of eu-west-1, us-east-1"],
  ] as const) {
    it(`refuses ${args.join(" ") || "no region"}`, async () => {
      const { failed, printed } = await operate("resettle", ...args);
      expect(failed).to.be.true;
      expect(printed).to.include(problem);
    });
  }
});

describe("an operator traces a booking", () => {
  it("through the regions and functions that it passed", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 1);
    const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 1 }] });
    expect(await settled(us, bookingId, token)).to.include({ status: "confirmed", region: eu });
    const printed = await until(async () => {
      const trace = await operate("trace", bookingId);
      return trace.printed.includes("confirmed") ? trace.printed : undefined;
    });
    const steps = ["us-east-1.*request queued", "us-east-1.*forwarded", "eu-west-1.*taken on", "eu-west-1.*confirmed"];
    expect(printed).to.match(new RegExp(steps.map((step) => `^.*${step}.*$`).join("[^]*"), "m"));
  });

  it("and says what is no booking's id, and that a booking is in no log", async () => {
    expect((await operate("trace", "nonsense")).printed).to.include('trace: "nonsense" is no booking\'s id');
    const unknown = "0".repeat(32);
    expect((await operate("trace", unknown)).printed).to.match(new RegExp(`no log in \\S+ names booking ${unknown}`));
  });
});

describe("an operator replays what customers have asked for", () => {
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

  it("and changes nothing of what is in the table already", async () => {
    const { machine } = await running();
    const token = await customer();
    const { slotId } = await offered(eu, 5);
    const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 3 }] });
    const before = await settled(eu, bookingId, token);
    await machine.region(eu).firehose.settled();
    const { failed, printed } = await operate("replay", "--region", eu, "--from", anHourAgo, "--to", tomorrow);
    expect(failed, printed).to.be.false;
    expect(printed).to.match(/^ +[1-9]\d* {2}bookings are on the queue$/m);
    await until(async () =>
      (await operate("trace", bookingId)).printed.includes("outcome=duplicate") ? true : undefined,
    );
    expect(await settled(eu, bookingId, token)).to.deep.equal(before);
    expect((await call(eu, "/bookings", { token })).body).to.deep.equal({ bookings: [before] });
  });

  for (const [args, problem] of [
    [["--region", eu], "--from is not set, and must be a time"],
    [["--region", eu, "--from", "yesterday", "--to", tomorrow], "--from is yesterday, and must be a time"],
    [["--region", eu, "--from", tomorrow, "--to", anHourAgo], "must come before --to"],
    [["--from", anHourAgo, "--to", tomorrow], "--region is needed"],
    [["--region", "mars-1", "--from", anHourAgo, "--to", tomorrow], "--region is mars-1 and must be one of"],
  ] as const) {
    it(`refuses ${args.filter((arg) => !arg.startsWith("20")).join(" ")}`, async () => {
      const { failed, printed } = await operate("replay", ...args);
      expect(failed).to.be.true;
      expect(printed).to.include(problem);
    });
  }
});
