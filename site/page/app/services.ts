import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Signal } from "@preact/signals";
import type { SiteConfig } from "../../config.ts";
import type { Api } from "../api/api.ts";
import type { RegionState } from "../api/regions.ts";
import type { Remembered } from "../bookings/remembered.ts";
import type { Session } from "../sign-in/session.ts";

/** What every part of the page may use. */
export interface Services {
  readonly config: SiteConfig;
  readonly api: Api;
  readonly session: Session;
  /** Bookings that were asked for here and may not be settled. */
  readonly remembered: Remembered;
  /** How the regions are, the best first. */
  readonly regions: Signal<readonly RegionState[]>;
  /** Seconds until a throttled request is sent again; 0 if none waits. */
  readonly throttled: Signal<number>;
  readonly isOnline: Signal<boolean>;
  /** How many places are in the basket; undefined until it was read. */
  readonly basketUnits: Signal<number | undefined>;
  /** What a screen reader says next. */
  readonly announcement: Signal<string>;
}

/** Gives the services to the components below. */
export const ServicesContext = createContext<Services | undefined>(undefined);

/** The services of the page. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error("the component is outside of the page");
  return services;
}
