import { expect } from "chai";
import { unknown } from "../../../local/control/wire.ts";
import { settingsFailures, settingsOf, tagsOver } from "../../../local/provider/settings.ts";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: Record<string, string>) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("the provider's settings", () => {
  it("are the region and the default tags, as JSON or as they are", () => {
    const expected = { region: "eu-west-1", defaultTags: { owner: "me" } };
    expect(settingsOf({ region: "eu-west-1", defaultTags: '{"tags":{"owner":"me"}}' })).to.deep.equal(expected);
    expect(settingsOf({ region: "eu-west-1", defaultTags: { tags: { owner: "me" } } })).to.deep.equal(expected);
    expect(settingsOf({ region: "eu-west-1" })).to.deep.equal({ region: "eu-west-1", defaultTags: {} });
  });

  it("are refused by name where they cannot be, and not while they are unknown", () => {
    expect(settingsFailures({})).to.deep.equal([
      { property: "region", reason: "aws:region is not set: it must be the region of the stack" },
    ]);
    expect(settingsFailures({ region: "eu-west-1", defaultTags: '{"tags":{"owner":3}}' })).to.deep.equal([
      {
        property: "defaultTags",
        reason: 'aws:defaultTags is "{\\"tags\\":{\\"owner\\":3}}": it must hold tags, each a text',
      },
    ]);
    expect(settingsFailures({ region: unknown, defaultTags: unknown })).to.deep.equal([]);
  });

  it("put default tags under the resource's own, and keep secret what was", () => {
    const defaults = { owner: "me", kind: "default" };
    expect(tagsOver(defaults, undefined)).to.deep.equal(defaults);
    expect(tagsOver(defaults, { kind: "own" })).to.deep.equal({ owner: "me", kind: "own" });
    expect(tagsOver(defaults, unknown)).to.equal(unknown);
    expect(tagsOver(defaults, secret({ kind: "own" }))).to.deep.equal(secret({ owner: "me", kind: "own" }));
    expect(tagsOver({}, undefined)).to.equal(undefined);
  });
});
