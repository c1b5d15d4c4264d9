import { expect } from "chai";
import { patiently } from "../../../../site/page/api/patience.ts";

async function tried(statuses: readonly number[], retryAfter: string | undefined, retries = 3) {
  const [left, slept, told]: [number[], number[], number[]] = [[...statuses], [], []];
  const answer = await patiently(
    () => {
      const headers = retryAfter === undefined ? undefined : { "Retry-After": retryAfter };
      return Promise.resolve({ region: "a", response: new Response("", { status: left.shift(), headers }) });
    },
    {
      retries,
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        return Promise.resolve();
      },
      waiting: (seconds) => told.push(seconds),
    },
  );
  return { status: answer.response.status, slept, told };
}

describe("patience", () => {
  it("waits as long as it is told, and twice that each time", async () => {
    expect(await tried([429, 429, 200], "2")).to.deep.equal({ status: 200, slept: [2000, 4000], told: [2, 4, 0] });
  });

  it("ends", async () => {
    expect(await tried([429, 429, 429], "1", 2)).to.deep.include({ status: 429, slept: [1000, 2000] });
  });

  it("waits a second if the answer does not say how long", async () => {
    expect((await tried([429, 200], undefined)).slept).to.deep.equal([1000]);
    expect((await tried([429, 200], "soon")).slept).to.deep.equal([1000]);
  });

  it("repeats nothing else", async () => {
    expect(await tried([503, 200], "1")).to.deep.equal({ status: 503, slept: [], told: [0] });
  });
});
