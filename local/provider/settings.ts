import { z } from "zod";
import {
  concealed,
  containsUnknown,
  isObject,
  type Properties,
  revealed,
  revealedProperties,
  type Wire,
} from "../control/wire.ts";

/** A property that cannot be taken, and why not. */
export interface Failure {
  /** Empty if the properties as a whole are wrong. */
  readonly property: string;
  readonly reason: string;
}

const defaultTags = z.looseObject({ tags: z.record(z.string(), z.string()).default({}) });

/** What the provider is configured with. Anything else that the AWS provider takes is about its calls of AWS, and without effect. */
export interface Settings {
  /** Region of resources that say none. */
  readonly region: string;
  /** Tags of every resource that takes tags. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** What is wrong with a provider's inputs. Nothing is said about unknown ones. */
export function settingsFailures(inputs: Properties): Failure[] {
  const { region, defaultTags: tags } = revealedProperties(inputs);
  return [
    ...(typeof region === "string" && region !== ""
      ? []
      : [{ property: "region", reason: "aws:region is not set: it must be the region of the stack" }]),
    ...(tags === undefined || containsUnknown(tags) || defaultTags.safeParse(parsed(tags)).success
      ? []
      : [
          {
            property: "defaultTags",
            reason: `aws:defaultTags is ${JSON.stringify(tags)}: it must hold tags, each a text`,
          },
        ]),
  ];
}

/** The settings in a provider's inputs, which have been checked. */
export function settingsOf(inputs: Properties): Settings {
  const { region, defaultTags: tags } = revealedProperties(inputs);
  return {
    region: typeof region === "string" ? region : "",
    defaultTags: defaultTags.safeParse(parsed(tags)).data?.tags ?? {},
  };
}

/** Tags with the default ones under them. Whatever is no object is left as it is: of unknown tags nothing can be said. */
export function tagsOver(defaults: Settings["defaultTags"], tags: Wire | undefined): Wire | undefined {
  if (Object.keys(defaults).length === 0) return tags;
  if (tags === undefined || tags === null) return { ...defaults };
  const own = revealed(tags);
  return isObject(own) ? concealed({ ...defaults, ...own }, tags) : tags;
}

/** Settings that are no text come as JSON. */
function parsed(value: Wire | undefined): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
