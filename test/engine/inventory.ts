import type { Machine } from "../../local/machine.ts";
import { resourceTypes } from "../../local/resources/index.ts";
import type { StateResource } from "./engine.ts";

/** What lies on a machine, in the words of its services: what the engine may have forgotten is in it, too. */
export async function contents(machine: Machine, regions: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const name of regions) {
    const { sqs, lambda, cloudwatch } = machine.region(name);
    found[`${name} queues`] = (await sqs.queues.names()).sort();
    found[`${name} alarms`] = cloudwatch
      .alarms()
      .map(({ definition }) => definition.name)
      .sort();
    found[`${name} functions`] = lambda.functions
      .all()
      .map(
        (each) =>
          `${each.name}: versions ${[...each.versions.keys()].join()}, aliases ${[...each.aliases.values()]
            .map((alias) => `${alias.name}=${alias.version}`)
            .join()}, permissions ${[...each.permissions.keys()].sort().join()}`,
      )
      .sort();
  }
  return found;
}

/** Those of the resources that are on the machine, by URN, as their types tell of them. */
export async function existing(
  machine: Machine,
  home: string,
  resources: readonly StateResource[],
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { urn, type, id, outputs } of resources) {
    const known = resourceTypes.get(type);
    if (known === undefined || id === undefined) continue;
    const region = machine.region(typeof outputs.region === "string" ? outputs.region : home);
    const instance = await known.read({ region, autoName: "" }, id);
    if (instance !== undefined) found[urn] = instance.outputs;
  }
  return found;
}

/** What is the same whenever the same thing is made: without ids that are drawn, times and ports. */
export function lasting(value: unknown, resources: readonly StateResource[]): unknown {
  const drawn = resources.flatMap(({ id = "", type, urn }) =>
    /^aws:.*:(RestApi|Deployment|EventSourceMapping|Key|UserPool|UserPoolClient)$/.test(type)
      ? [[id, `<id of ${urn}>`] as const]
      : [],
  );
  let text = JSON.stringify(value);
  for (const [id, name] of drawn) text = text.replaceAll(id, name);
  text = text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z?/g, "<time>")
    .replaceAll(/127\.0\.0\.1:\d+/g, "<address>")
    .replaceAll(/"rootResourceId":"\w+"/g, '"rootResourceId":"<id>"');
  return JSON.parse(text) as unknown;
}
