import { count } from "../ui/format.ts";
import { useServices } from "./services.ts";

/** What concerns everything on the page: no network, a crowd, a region that is dark. */
export function Banners() {
  const { isOnline, throttled, regions } = useServices();
  const dark = regions.value.filter(({ darkSince }) => darkSince !== undefined).map(({ region }) => region.name);
  const isAlone = dark.length === regions.value.length;
  return (
    <div role="status" class="banners">
      {!isOnline.value && (
        <p class="banner">You are offline. What was accepted stays accepted; the rest waits for you.</p>
      )}
      {throttled.value > 0 && (
        <p class="banner">A crowd at the quay: asking again in {count(Math.ceil(throttled.value), "second")}.</p>
      )}
      {isOnline.value && dark.length > 0 && !isAlone && (
        <p class="banner banner-calm">
          {dark.join(" and ")} does not answer. You are served from elsewhere; nothing is lost.
        </p>
      )}
      {isOnline.value && isAlone && <p class="banner">No region answers just now. We keep asking.</p>}
    </div>
  );
}
