import { readdirSync } from "node:fs";
import { expect } from "chai";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import { type Finding, PackProcess } from "../../tools/analysis/pack-process.ts";

/** A program as another team writes it. */
interface Foreign {
  program: () => void;
  /** The rules that a reviewer would name, each with the resource: of resources in their order, then of the stack. */
  expected: readonly string[];
  config: Readonly<Record<string, string>>;
}

const programs = readdirSync("test/policies/foreign");
const named = ({ rule, urn }: Finding) => `${rule} ${urn.split("::").at(-1) ?? ""}`;

describe("the pack over programs of others", () => {
  let pack: PackProcess;

  before(async () => {
    pack = await PackProcess.start("policies");
    await pack.configure();
  });

  after(() => pack.stop());

  for (const file of programs) {
    describe(file, () => {
      let foreign: Foreign;

      before(async () => {
        foreign = (await import(`./foreign/${file}`)) as Foreign;
      });

      it("finds what a reviewer would", async () => {
        const found = await pack.analyze(await evaluated(foreign.program, { config: foreign.config }));
        expect(found.map(named).sort()).to.deep.equal([...foreign.expected].sort());
      });

      it("finds the same in a preview, save what it says it cannot judge", async () => {
        const preview = await evaluated(foreign.program, { config: foreign.config, preview: true });
        const found = await pack.analyze(preview);
        const isUnjudged = ({ message }: Finding) => message.startsWith("can't run policy");
        const unjudged = new Set(found.filter(isUnjudged).map(({ rule }) => rule));
        const judged = found.filter((finding) => !isUnjudged(finding)).map(named);
        expect(foreign.expected).to.include.members(judged);
        const missing = foreign.expected.filter((one) => !judged.includes(one));
        expect([...unjudged]).to.include.members(missing.map((one) => one.split(" ")[0]));
      });
    });
  }
});
