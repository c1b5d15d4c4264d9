import { rmSync } from "node:fs";
import { expect } from "chai";
import { startBerth } from "../../demo/berth.ts";
import { MachineError } from "../../local/machine-error.ts";
import { failureOf } from "../local/resources/region-fixture.ts";

const folder = ".berth/test-regions";

describe("startBerth", () => {
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("runs any regions, those without a stack file too, the first one as the primary", async function () {
    this.timeout(600_000); // three regions start, one after the other
    const regions = ["us-east-1", "ap-southeast-2", "eu-west-1"];
    const berth = await startBerth({ folder, port: 0, regions });
    try {
      expect(Object.keys(berth.regions)).to.deep.equal(regions);
      expect(berth.machine.replication.regionsOf(berth.tableName)).to.have.members(regions);
      for (const [region, { api }] of Object.entries(berth.regions)) {
        expect(await (await fetch(`${api}/health`)).json()).to.deep.equal({ status: "ok", region });
      }
    } finally {
      await berth.stop();
    }
  });

  it("refuses a list of regions that it cannot run", async () => {
    const refused = async (...regions: string[]) => {
      const error = await failureOf(startBerth({ folder, port: 0, regions }));
      expect(error).to.be.instanceOf(MachineError);
      expect(error.message).to.equal(
        `the regions are "${regions.join(",")}": name 1 to 5 AWS regions, each once, such as eu-west-1,us-east-1`,
      );
    };
    await refused();
    await refused("eu-west-1", "eu-west-1");
    await refused("Ireland");
    await refused(...[1, 2, 3, 4, 5, 6].map((number) => `eu-west-${number}`));
  });
});
