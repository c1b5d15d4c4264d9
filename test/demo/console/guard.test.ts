import { expect } from "chai";
import { refusalOf } from "../../../demo/console/guard.ts";

const host = "localhost:8404";

describe("the guard of the console", () => {
  it("lets the console's own page read and give orders", () => {
    expect(refusalOf({ method: "GET", headers: { host } })).to.equal(undefined);
    expect(refusalOf({ method: "HEAD", headers: { host: "127.0.0.1:8404" } })).to.equal(undefined);
    expect(refusalOf({ method: "POST", headers: { host, origin: `http://${host}` } })).to.equal(undefined);
  });

  it("refuses orders of other pages, those of this machine included, and of who does not say where it is from", () => {
    for (const origin of [
      "https://evil.example",
      "http://localhost:8402",
      "http://127.0.0.1:8404",
      "null",
      undefined,
    ]) {
      expect(refusalOf({ method: "POST", headers: { host, origin } }), origin).to.include(
        "takes orders of its own page",
      );
    }
  });

  it("refuses whoever finds it under another name, as a name may be made to lead here", () => {
    for (const other of ["evil.example:8404", "localhost.evil.example", "127.0.0.1.nip.example:8404", undefined]) {
      const headers = { host: other, origin: `http://${other ?? ""}` };
      expect(refusalOf({ method: "GET", headers }), other).to.include("under localhost");
      expect(refusalOf({ method: "POST", headers }), other).to.include("under localhost");
    }
  });
});
