import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A row of a {@link Dashboard}. */
export interface DashboardSection {
  /** Its heading. */
  title: string;
  /** ARNs of the alarms that it shows, each as a graph of the metric with its threshold. */
  alarms: pulumi.Input<string>[];
}

/** Arguments of {@link Dashboard}. */
export interface DashboardArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** Name of the dashboard in the account, as operators look for it. */
  dashboardName: string;
  /** Its rows, from top to bottom. */
  sections: DashboardSection[];
}

const columns = 4;
const width = 24 / columns; // CloudWatch's grid has 24 columns
const height = 5;

/**
 * A CloudWatch dashboard made of alarms: what is worth a look is what can raise one, so a thing with alarms has its row
 * and nothing is listed twice.
 *
 * @example
 * new Dashboard("region", { dashboardName: "berth-prod", sections: [{ title: "Queue", alarms: queue.alarms }] });
 */
export class Dashboard extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, dashboardName, sections } = args;
    super("berth:index:Dashboard", name, {}, opts);

    let y = 0;
    const widgets = sections.flatMap(({ title, alarms }) => {
      const top = y;
      y += 1 + height * Math.ceil(alarms.length / columns);
      const heading = { type: "text", x: 0, y: top, width: 24, height: 1, properties: { markdown: `## ${title}` } };
      const graphs = alarms.map((alarm, index) => ({
        type: "metric",
        x: width * (index % columns),
        y: top + 1 + height * Math.floor(index / columns),
        width,
        height,
        properties: pulumi.output(alarm).apply(graphOf),
      }));
      return [heading, ...graphs];
    });
    new aws.cloudwatch.Dashboard(
      name,
      { region, dashboardName, dashboardBody: pulumi.jsonStringify({ widgets }) },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** What draws an alarm, `arn:aws:cloudwatch:<region>:<account>:alarm:<name>`. */
function graphOf(alarm: string) {
  const [, , , region, , , ...name] = alarm.split(":");
  return { title: name.join(":"), region, annotations: { alarms: [alarm] } };
}
