import { useServices } from "./services.ts";

/** Which region serves one now, and which stand by. */
export function Footer() {
  const { regions, config } = useServices();
  const serving = regions.value.find(({ darkSince }) => darkSince === undefined)?.region.name;
  return (
    <footer class="site-footer">
      <h2>The harbour board</h2>
      <p>Every region sells; you are served by the nearest that answers, and by the next if it does not.</p>
      <ul class="regions">
        {regions.value.map(({ region: { name }, latency, darkSince }) => {
          const isDark = darkSince !== undefined;
          const state = isDark ? "dark" : name === serving ? "serves you" : "stands by";
          return (
            <li key={name} class={isDark ? "is-dark" : name === serving ? "is-serving" : ""}>
              <span class="lamp" aria-hidden="true" />
              <strong>{name}</strong> {state}
              {!isDark && latency !== undefined && (
                <span class="latency"> {Math.max(1, Math.round(latency))} ms away</span>
              )}
            </li>
          );
        })}
      </ul>
      {config.environment !== "prod" && <p class="hint">Environment: {config.environment}</p>}
    </footer>
  );
}
