import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect } from "chai";
import { z } from "zod";

const names = z.record(z.string(), z.string());
const manifest = z
  .looseObject({
    name: z.string(),
    version: z.string(),
    main: z.string(),
    dependencies: names,
    peerDependencies: names,
  })
  .parse(JSON.parse(readFileSync("policies/package.json", "utf8")));

const imports = readdirSync("policies", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(ts|cjs)$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(join("policies", file), "utf8");
    const found = text.matchAll(/(?:\bfrom|\brequire\(|\bimport\() ?"([^"]+)"|declare module "([^"]+)"/g);
    return [...found].map(([, name, module]) => ({ file: join("policies", file), name: name ?? module ?? "" }));
  });

describe("the package of the pack", () => {
  it("has what npm and the engine ask for", () => {
    expect(manifest).not.to.have.property("private");
    expect(manifest.version).to.match(/^\d+\.\d+\.\d+$/);
    expect(existsSync(join("policies", manifest.main))).to.equal(true);
    expect(readFileSync("policies/PulumiPolicy.yaml", "utf8")).to.match(/^runtime: nodejs$/m);
  });

  it("imports nothing from outside of its folder, and no package that it does not name", () => {
    expect(imports.length).to.be.at.least(100);
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const { file, name } of imports) {
      if (name.startsWith(".")) {
        expect(resolve(dirname(file), name), file).to.match(new RegExp(`^${resolve("policies")}/`));
      } else {
        expect(declared, file).to.include(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0]);
      }
    }
  });

  it("names each package that it imports, and no other", () => {
    const used = new Set(imports.map(({ name }) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0]));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      expect([...used]).to.include(name);
    }
  });
});
