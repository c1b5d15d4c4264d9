import { expect } from "chai";
import { running, stopped } from "../e2e/running.ts";
import { fuzz } from "./fuzz.ts";

after(stopped);

describe("requests that are made from the API document, right and wrong ones", () => {
  it("are answered as the document says and change nothing unless they are accepted", async () => {
    // The longest that API Gateway waits for a function: what takes longer hangs, on however busy a machine.
    const patienceSeconds = 29;
    const { answers, problems } = await fuzz(await running(), { count: 1_500, seed: 7, patienceSeconds });
    expect(problems).to.deep.equal([]);
    for (const answer of [
      "createBooking 202",
      "createBooking 400",
      "readBooking 200",
      "readBooking 404",
      "listItems 401",
      "putBasketSlot 200",
      "putBasketSlot 404",
      "checkOutBasket 202",
      "checkOutBasket 409",
    ]) {
      expect(answers[answer], answer).to.be.above(0);
    }
  });
});
