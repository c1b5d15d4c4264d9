import { z } from "zod";
import type { Archive } from "../../services/events/archives.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** What keeps the events of a bus; its id is its name. */
export const archive = resourceType({
  type: "aws:cloudwatch/eventArchive:EventArchive",
  inputs: z.object({
    name: z.string().optional(),
    description: z.string().optional(),
    eventSourceArn: z.string(),
    eventPattern: z.string().optional(),
    retentionDays: z.number().default(0),
  }),
  withoutEffect: ["kmsKeyIdentifier"],
  replaceOn: ["name", "eventSourceArn"],
  create({ region, autoName }, { name = autoName, ...definition }) {
    return Promise.resolve(instance(region.name, region.events.archives.put({ name, ...definition })));
  },
  read({ region }, id) {
    const found = region.events.archives.find(id);
    return Promise.resolve(found && instance(region.name, found));
  },
  update({ region }, id, { name: _, ...definition }) {
    return Promise.resolve(instance(region.name, region.events.archives.put({ ...definition, name: id })));
  },
  delete({ region }, id) {
    region.events.archives.delete(id);
    return Promise.resolve();
  },
});

function instance(region: string, archive: Archive): Instance {
  return { id: archive.name, outputs: { ...archive, region } };
}
