import { expect } from "chai";
import { Dashboard } from "../../components/dashboard.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const alarms = (...names: string[]) => names.map((name) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`);

describe("Dashboard", () => {
  itIsAComponent((name, region) => new Dashboard(name, { region, dashboardName: name, sections: [] }));

  it("shows each alarm once, under its heading, and nothing over anything else", async () => {
    const sections = [
      { title: "Queue", alarms: alarms("age", "dead") },
      { title: "Function", alarms: alarms("a", "b", "c", "d", "e") },
      { title: "Table", alarms: alarms("throttles") },
    ];
    const resources = await registered(() => new Dashboard("region", { dashboardName: "berth", sections }));
    const { dashboardBody } = one(resources, "aws:cloudwatch/dashboard:Dashboard").inputs;
    const { widgets } = JSON.parse(dashboardBody as string) as {
      widgets: {
        x: number;
        y: number;
        width: number;
        height: number;
        properties: { title?: string; markdown?: string; region?: string };
      }[];
    };
    expect(widgets.map(({ properties }) => properties.title ?? properties.markdown)).to.deep.equal([
      "## Queue",
      "age",
      "dead",
      "## Function",
      "a",
      "b",
      "c",
      "d",
      "e",
      "## Table",
      "throttles",
    ]);
    for (const { properties } of widgets) {
      if (properties.title !== undefined) expect(properties.region).to.equal("eu-west-1");
    }
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );
    expect(new Set(cells).size).to.equal(cells.length);
    for (const { x, width } of widgets) expect(x + width).to.be.at.most(24);
  });
});
