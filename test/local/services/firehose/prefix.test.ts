import { expect } from "chai";
import { Prefix } from "../../../../local/services/firehose/prefix.ts";

const at = new Date("2026-03-07T09:05:04Z");

describe("a prefix of Firehose", () => {
  const cases: [string, string][] = [
    ["kind=!{partitionKeyFromQuery:kind}/date=!{timestamp:yyyy-MM-dd}/", "kind=booking/date=2026-03-07/"],
    ["!{timestamp:yyyy/MM/dd/HH}/!{timestamp:mm-ss}", "2026/03/07/09/05-04"],
    ["!{timestamp:'day'dd}-!{timestamp:'yyyy'}", "day07-yyyy"],
    ["errors/!{firehose:error-output-type}/", "errors/metadata-extraction-failed/"],
    ["plain", "plain"],
  ];
  for (const [text, expected] of cases) {
    it(`makes ${expected} of ${text}`, () => {
      const errorOutputType = "metadata-extraction-failed";
      expect(new Prefix(text).evaluate({ at, keys: { kind: "booking" }, errorOutputType })).to.equal(expected);
    });
  }

  it("makes another random text for each object", () => {
    const prefix = new Prefix("!{firehose:random-string}");
    expect(prefix.evaluate({ at })).to.match(/^\w{11}$/);
    expect(prefix.evaluate({ at })).not.to.equal(prefix.evaluate({ at }));
  });

  const refused: [string, RegExp][] = [
    ["!{timestamp:YYYY}", /holds !\{timestamp:YYYY\}, and a timestamp is made of yyyy, MM/],
    ["!{timestamp:}", /a timestamp is made of/],
    ["!{firehose:name}", /error-output-type and random-string/],
    ["!{partitionKeyFromLambda:kind}", /knows the namespaces timestamp/],
    ["!{partitionKeyFromQuery:}", /names no key/],
    ["!{kind}", /knows the namespaces/],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => {
      expect(() => new Prefix(text)).to.throw(message);
    });
  }
});
