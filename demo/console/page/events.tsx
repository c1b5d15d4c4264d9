import type { RegionState } from "../state.ts";
import { timeOf } from "./region.tsx";

/** How many are shown. */
const most = 20;

/** What was told on the buses of all regions, the newest first. */
export function Events({ regions }: { regions: readonly RegionState[] }) {
  const events = regions
    .flatMap(({ name, events: each }) => each.map((event) => ({ region: name, ...event })))
    .sort((left, right) => right.time.localeCompare(left.time))
    .slice(0, most);
  return (
    <section class="panel" aria-labelledby="events">
      <h2 id="events">Told on the buses</h2>
      {events.length === 0 && <p class="hint">Nothing yet. Book something.</p>}
      <div class="table" role="region" aria-labelledby="events" tabIndex={0}>
        <table>
          <tbody>
            {events.map(({ id, region, time, type, about }) => (
              <tr key={`${region} ${id}`}>
                <td>
                  <time dateTime={time}>{timeOf(time)}</time>
                </td>
                <td>{region}</td>
                <th scope="row">{type}</th>
                <td>
                  <code>{about}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">Changes of stock are left out: there is one for each sale.</p>
    </section>
  );
}
