import { expect } from "chai";
import { eventPattern } from "../../../../../local/services/events/pattern/event-pattern.ts";
import { InvalidPattern } from "../../../../../local/services/events/pattern/invalid-pattern.ts";

/** Whether an event with this `v` in its detail passes; an event without one if it is undefined. */
function passes(tests: unknown[], v: unknown): boolean {
  return eventPattern(JSON.stringify({ detail: { v: tests } }))({ source: "berth", detail: { v, other: 1 } });
}

describe("eventPattern", () => {
  for (const [what, tests, yes, no] of [
    ["a value by kind and content", ["a", 5, true, null], ["a", 5, true, null], ["A", "5", 6, false, undefined, {}]],
    ["the empty text", [""], [""], [null, undefined, "a"]],
    ["a list by any of its elements", ["a"], [["b", "a"], [["a"]]], [["b"], []]],
    ["a beginning", [{ prefix: "eu-" }], ["eu-west-1", "eu-"], ["us-east-1", "EU-WEST-1", 5, null]],
    ["a beginning of any case", [{ prefix: { "equals-ignore-case": "EU" } }], ["eu-west-1", "Eu"], ["us"]],
    ["an end", [{ suffix: ".png" }], ["a.png"], ["a.PNG", ".pn", 5]],
    ["an end of any case", [{ suffix: { "equals-ignore-case": ".PNG" } }], ["a.png", "a.Png"], ["a.jpg"]],
    ["a text of any case", [{ "equals-ignore-case": "Tour" }], ["tour", "TOUR"], ["tours", 5]],
    ["a wildcard", [{ wildcard: "a/*/c.*" }], ["a/b/c.png", "a//c.", "a/b/b/c.\n"], ["a/c.png", "xa/b/c.png", 5]],
    ["a wildcard with * and \\ for themselves", [{ wildcard: "\\*\\\\*" }], ["*\\", "*\\a"], ["a\\", "*"]],
    ["a wildcard with what a RegExp would take", [{ wildcard: "(a.b)*" }], ["(a.b)+"], ["(axb)", "a.b"]],
    ["anything but a value", [{ "anything-but": "a" }], ["b", 5, null, ["a", "b"]], ["a", undefined, ["a"], {}]],
    ["anything but values", [{ "anything-but": [1, 2] }], [3, "1"], [1, 2]],
    ["anything but beginnings", [{ "anything-but": { prefix: ["eu-", "us-"] } }], ["ap-", 5], ["eu-1", "us-1"]],
    ["anything but an end", [{ "anything-but": { suffix: ".png" } }], ["a.jpg"], ["a.png"]],
    ["anything but a text of any case", [{ "anything-but": { "equals-ignore-case": "a" } }], ["b"], ["A", "a"]],
    ["anything but a wildcard", [{ "anything-but": { wildcard: "*/lib/*" } }], ["a/bin/b"], ["a/lib/b"]],
    ["a number", [{ numeric: ["=", 5] }], [5, 5.0], [4, "5", null]],
    ["a range", [{ numeric: [">", 0, "<=", 10] }], [0.1, 10], [0, 10.1, "5"]],
    ["a bound", [{ numeric: ["<", -1] }], [-2], [-1, 0]],
    ["presence", [{ exists: true }], [null, 0, "", ["a"]], [undefined, {}, []]],
    ["absence", [{ exists: false }], [undefined, [], {}], [null, 0, ""]],
    ["a network", [{ cidr: "10.0.0.0/24" }], ["10.0.0.7"], ["10.0.1.7", "host", "::1", 5]],
    ["a network of version 6", [{ cidr: "2001:db8::/32" }], ["2001:db8::7"], ["2001:db9::7", "10.0.0.7"]],
    ["one of several tests", ["a", { prefix: "b" }], ["a", "bc"], ["c"]],
  ] as [string, unknown[], unknown[], unknown[]][]) {
    it(`knows ${what}`, () => {
      for (const value of yes) expect(passes(tests, value), JSON.stringify(value)).to.equal(true);
      for (const value of no) expect(passes(tests, value), JSON.stringify(value)).to.equal(false);
    });
  }

  it("wants every field that it names, and one object of a list to have them all", () => {
    const pattern = eventPattern(JSON.stringify({ detail: { parts: { region: ["eu-west-1"], units: [2] } } }));
    expect(pattern({ detail: { parts: [{ region: "eu-west-1", units: 2 }, {}] } })).to.equal(true);
    expect(pattern({ detail: { parts: [{ region: "eu-west-1" }, { units: 2 }] } })).to.equal(false);
    expect(pattern({ detail: { parts: { region: "eu-west-1" } } })).to.equal(false);
  });

  it("finds absent what lies under something that is absent", () => {
    const pattern = eventPattern(JSON.stringify({ detail: { cancelled: { by: [{ exists: false }] } } }));
    expect(pattern({ detail: {} })).to.equal(true);
    expect(pattern({ detail: { cancelled: { by: "anna" } } })).to.equal(false);
  });

  it("takes one of several objects with $or, beside fields that all want", () => {
    const either = [{ "detail-type": ["BookingConfirmed"] }, { detail: { units: [{ numeric: [">", 4] }] } }];
    const pattern = eventPattern(JSON.stringify({ source: ["berth"], $or: either }));
    expect(pattern({ source: "berth", "detail-type": "BookingConfirmed" })).to.equal(true);
    expect(pattern({ source: "berth", detail: { units: 5 } })).to.equal(true);
    expect(pattern({ source: "berth", detail: { units: 4 } })).to.equal(false);
    expect(pattern({ source: "shop", detail: { units: 5 } })).to.equal(false);
  });

  it("does not take what every object inherits for a field", () => {
    expect(eventPattern('{"constructor":[{"exists":true}]}')({})).to.equal(false);
  });

  for (const [text, problem] of [
    ["{", "it is not JSON: {"],
    ["[]", "it must be a JSON object: []"],
    ["{}", "an empty object matches nothing"],
    ['{"a":{}}', "a: an empty object matches nothing"],
    ['{"a":[]}', "a: an empty list matches nothing"],
    ['{"a":{"b":"c"}}', 'a.b: "c" must be a list of values or an object of fields'],
    ['{"a":[["b"]]}', 'a: ["b"] must be a value or an object of one operator'],
    ['{"a":[{"prefix":"b","suffix":"c"}]}', "must be a value or an object of one operator"],
    ['{"a":[{"contains":"b"}]}', "a: this machine does not know the operator contains"],
    ['{"a":[{"prefix":5}]}', "a: prefix must be a text"],
    ['{"a":[{"wildcard":{"equals-ignore-case":"b"}}]}', "a: wildcard must be a text"],
    ['{"a":[{"wildcard":"b**"}]}', 'a: wildcard "b**" has two * in a row'],
    ['{"a":[{"wildcard":"b\\\\c"}]}', "has a \\ before what is neither * nor \\"],
    ['{"a":[{"anything-but":[1,"b"]}]}', "a: anything-but must be a text, a number, or a list of either kind"],
    ['{"a":[{"anything-but":[]}]}', "a: anything-but must not be an empty list"],
    ['{"a":[{"anything-but":{"numeric":["=",1]}}]}', "a: this machine does not know the operator numeric"],
    ['{"a":[{"numeric":[">",1,">",2]}]}', "a: numeric must be one comparison"],
    ['{"a":[{"numeric":[">",2,"<",1]}]}', "a: numeric has the lower bound 2, which must be below 1"],
    ['{"a":[{"numeric":["!",1]}]}', 'a: numeric does not know "!"'],
    ['{"a":[{"numeric":["=",6e9]}]}', "a: numeric has 6000000000"],
    ['{"a":[{"exists":"yes"}]}', "a: exists must be true or false"],
    ['{"a":[{"cidr":"10.0.0.0/33"}]}', 'a: cidr is "10.0.0.0/33"'],
    ['{"$or":[{"a":["b"]}]}', "$or: it must be a list of two or more objects"],
    [JSON.stringify({ a: ["b".repeat(4096)] }), "above 4096"],
  ] as const) {
    it(`refuses ${text.slice(0, 50)}`, () => {
      expect(() => eventPattern(text)).to.throw(InvalidPattern, problem);
    });
  }
});
