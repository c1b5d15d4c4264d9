import { count } from "../../../site/page/ui/format.ts";
import type { AlarmState, RegionState } from "../state.ts";
import { OrderButton } from "./order-button.tsx";
import { Queues } from "./queues.tsx";

/** A region: whether it runs, what waits in it, what rings, and the button that stops or starts it. */
export function Region({ region: { name, isRunning, page, queues, ringing, alarms } }: { region: RegionState }) {
  const dead = queues.filter(({ takesDeadLetters }) => takesDeadLetters);
  const given = dead.filter(({ waiting, inFlight, delayed }) => waiting + inFlight + delayed > 0);
  return (
    <section class={`panel region ${isRunning ? "" : "is-dark"}`} aria-labelledby={`region-${name}`}>
      <header>
        <h2 id={`region-${name}`}>{name}</h2>
        <p role="status" class="region-state">
          <span class="lamp" aria-hidden="true" />
          {isRunning ? "runs" : "is dark"}
        </p>
      </header>
      <div class="buttons">
        <OrderButton operation={isRunning ? "stop" : "start"} asked={{ region: name }}>
          {isRunning ? "Stop" : "Start"} {name}
        </OrderButton>
        {page !== undefined && (
          <a class="button-quiet" href={page}>
            Its page
          </a>
        )}
      </div>
      <Alarms ringing={ringing} alarms={alarms} />
      <h3>Dead letters</h3>
      {given.length === 0 ? (
        <p class="hint">None, in {count(dead.length, "queue")}.</p>
      ) : (
        <>
          <p>
            Something was given up and waits to be mended: <code>docs/runbooks/something-was-given-up.md</code> says
            how.
          </p>
          <Queues label={`Dead letters of ${name}`} queues={given} />
        </>
      )}
      <h3>Queues</h3>
      <Queues label={`Queues of ${name}`} queues={queues.filter(({ takesDeadLetters }) => !takesDeadLetters)} />
    </section>
  );
}

function Alarms({ ringing, alarms }: { ringing: readonly AlarmState[]; alarms: number }) {
  return (
    <>
      <h3>Alarms</h3>
      {ringing.length === 0 && <p class="hint">None of {alarms} rings.</p>}
      {ringing.length > 0 && (
        <ul class="ringing">
          {ringing.map(({ name, description, reason, since }) => (
            <li key={name} class="complaint">
              <strong>{description ?? name}</strong> Since <time dateTime={since}>{timeOf(since)}</time>. {reason}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A time to the second, such as `09:30:05`. */
export function timeOf(instant: string): string {
  return new Date(instant).toLocaleTimeString("en-GB");
}
