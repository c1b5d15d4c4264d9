import { asset } from "@pulumi/pulumi";
import { expect } from "chai";
import {
  canonical,
  concealed,
  concealedProperties,
  containsUnknown,
  isCode,
  revealed,
  toRuntime,
  unknown,
  type Wire,
  withAbsolutePaths,
} from "../../../local/control/wire.ts";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: Wire): Wire => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
const text = (content: string): Wire => ({
  [signature]: "c44067f5952c0a294b673a41bacd8c17",
  text: content,
  hash: `hash of ${content}`,
});
const file = (path: string): Wire => ({ [signature]: "c44067f5952c0a294b673a41bacd8c17", path, hash: "" });
const archive = (assets: Record<string, Wire>, hash = ""): Wire => ({
  [signature]: "0def7320c3a5731c473e5ecbe6d01bc7",
  assets,
  hash,
});

describe("values on the wire", () => {
  it("tells unknown values of every type, also deep inside", () => {
    expect(containsUnknown(unknown)).to.equal(true);
    expect(containsUnknown("1c4a061d-8072-4f0a-a4cb-0ff528b18fe7")).to.equal(true);
    expect(containsUnknown({ a: [1, { b: unknown }] })).to.equal(true);
    expect(containsUnknown({ a: [1, { b: "known" }], c: null })).to.equal(false);
    expect(containsUnknown(new asset.StringAsset(unknown))).to.equal(false);
  });

  it("reveals secrets at any depth, one in another too", () => {
    expect(revealed({ a: secret({ b: secret("x") }), c: [secret(1)] })).to.deep.equal({ a: { b: "x" }, c: [1] });
  });

  it("conceals where the pattern is secret, and as a whole where it has another form", () => {
    expect(concealed("x", secret("y"))).to.deep.equal(secret("x"));
    expect(concealed({ a: 1, b: 2 }, { a: secret(0), b: 0 })).to.deep.equal({ a: secret(1), b: 2 });
    expect(concealed([1, 2], [0, secret(0)])).to.deep.equal([1, secret(2)]);
    expect(concealed([1], [0, secret(0)])).to.deep.equal(secret([1]));
    expect(concealed("text", { a: secret(0) })).to.deep.equal(secret("text"));
    expect(concealed("x", undefined)).to.equal("x");
    expect(concealed(secret("x"), secret("y"))).to.deep.equal(secret("x"));
    expect(concealedProperties({ a: "x", arn: "arn" }, { a: secret("x"), b: secret("y") })).to.deep.equal({
      a: secret("x"),
      arn: "arn",
    });
  });

  it("makes assets and archives what programs have, one in another too", async () => {
    const { code, name } = toRuntime({
      name: "f",
      code: archive({ "a.js": text("1"), "b.js": file("b.js"), lib: archive({ c: text("2") }) }),
    }) as { code: asset.AssetArchive; name: string };
    expect(name).to.equal("f");
    expect(code).to.be.instanceOf(asset.AssetArchive);
    const { "a.js": a, "b.js": b, lib } = await code.assets;
    expect(await (a as asset.StringAsset).text).to.equal("1");
    expect(await (b as asset.FileAsset).path).to.equal("b.js");
    expect(Object.keys(await (lib as asset.AssetArchive).assets)).to.deep.equal(["c"]);
  });

  it("knows code by its hash, and anything else by its members in any order", () => {
    const a = archive({ x: text("1") }, "same");
    expect(isCode(a)).to.equal(true);
    expect(canonical({ code: a, n: 1 })).to.equal(canonical({ n: 1, code: archive({}, "same") }));
    expect(canonical({ code: a })).not.to.equal(canonical({ code: archive({ x: text("1") }, "other") }));
    expect(canonical({ code: archive({ x: text("1") }) })).not.to.equal(canonical({ code: archive({ x: text("2") }) }));
  });

  it("makes the paths of files absolute, and no other text", () => {
    expect(withAbsolutePaths({ path: "a", code: archive({ f: file("b/c.js") }) }, "/home")).to.deep.equal({
      path: "a",
      code: archive({ f: file("/home/b/c.js") }),
    });
  });
});
