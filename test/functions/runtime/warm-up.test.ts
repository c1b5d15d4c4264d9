import { expect } from "chai";
import { warmable } from "../../../functions/runtime/warm-up.ts";

describe("a warm-up", () => {
  const seen: unknown[] = [];
  const handle = warmable((event: unknown, context: string) => {
    seen.push(event);
    return Promise.resolve(context);
  });
  beforeEach(() => {
    seen.length = 0;
  });

  it("is answered without doing the function's work", async () => {
    expect(await handle({ warmUp: true }, "context")).to.equal(undefined);
    expect(seen).to.deep.equal([]);
  });

  for (const event of [{ warmUp: "true" }, { body: '{"warmUp": true}' }, null, "warmUp"]) {
    it(`is not what ${JSON.stringify(event)} asks for`, async () => {
      expect(await handle(event, "context")).to.equal("context");
      expect(seen).to.deep.equal([event]);
    });
  }
});
