import type { QueueState } from "../state.ts";
import { nameInProgram } from "./names.ts";

/** What waits in queues. */
export function Queues({ label, queues }: { label: string; queues: readonly QueueState[] }) {
  return (
    <div class="table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col">Waiting</th>
            <th scope="col">In flight</th>
            <th scope="col">Delayed</th>
            <th scope="col">Oldest</th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ name, waiting, inFlight, delayed, oldestSeconds }) => (
            <tr key={name} class={waiting + inFlight + delayed > 0 ? "is-busy" : ""}>
              <th scope="row" title={name}>
                {nameInProgram(name)}
              </th>
              <td>{waiting}</td>
              <td>{inFlight}</td>
              <td>{delayed}</td>
              <td>{oldestSeconds === undefined ? "–" : `${oldestSeconds} s`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
