import { signal } from "@preact/signals";
import { type SiteConfig, siteConfig } from "../../config.ts";
import { Api } from "../api/api.ts";
import { Failover } from "../api/failover.ts";
import { measure } from "../api/measure.ts";
import { Regions, type RegionState } from "../api/regions.ts";
import { Remembered } from "../bookings/remembered.ts";
import { Session } from "../sign-in/session.ts";
import type { Services } from "./services.ts";
import { after } from "./sleep.ts";

/** What a region has to answer a request, and to say how it is. */
const [answerMilliseconds, healthMilliseconds] = [8000, 3000];
/** Between two measurements: while all is well, and while a region is dark. */
const [calmMilliseconds, darkMilliseconds] = [60_000, 5000];

/** Reads what the page was deployed with. */
export async function readConfig(): Promise<SiteConfig> {
  const response = await fetch("/config.json", { cache: "no-store" });
  return siteConfig.parse(await response.json());
}

/** Puts the services of the page together. */
export function servicesFor(config: SiteConfig): Services {
  const states = signal<readonly RegionState[]>([]);
  const regions: Regions = new Regions(config.regions, Date.now, () => {
    states.value = regions.inOrder();
  });
  states.value = regions.inOrder();
  const session = new Session({
    signIn: config.signIn,
    here: `${location.origin}/`,
    storage: sessionStorage,
    fetch: (request) => fetch(request),
    leaveTo: (address) => {
      location.assign(address);
    },
    now: Date.now,
  });
  const throttled = signal(0);
  const api = new Api({
    failover: new Failover({ regions, fetch: (request) => fetch(request), timeoutMilliseconds: answerMilliseconds }),
    patience: {
      retries: 4,
      sleep: after,
      waiting: (seconds) => {
        throttled.value = seconds;
      },
    },
    token: () => session.token(),
    refused: () => {
      session.forget();
    },
  });
  void keepMeasuring(regions);
  return {
    ...{ config, api, session, regions: states, throttled },
    remembered: new Remembered(localStorage),
    isOnline: onlineSignal(),
    basketUnits: signal(undefined),
    announcement: signal(""),
  };
}

/** Finds out again and again which regions answer, and which is the nearest; more often while one is dark. */
async function keepMeasuring(regions: Regions): Promise<never> {
  const clock = () => performance.now();
  for (;;) {
    if (navigator.onLine && !document.hidden) {
      await measure(regions, { fetch: (request) => fetch(request), timeoutMilliseconds: healthMilliseconds, clock });
    }
    const isAnyDark = regions.inOrder().some(({ darkSince }) => darkSince !== undefined);
    await after(isAnyDark ? darkMilliseconds : calmMilliseconds);
  }
}

function onlineSignal() {
  const isOnline = signal(navigator.onLine);
  for (const event of ["online", "offline"]) {
    addEventListener(event, () => {
      isOnline.value = navigator.onLine;
    });
  }
  return isOnline;
}
