import { useId } from "preact/hooks";
import { textIn } from "../../../site/page/ui/form.ts";
import type { ConsoleState } from "../state.ts";
import { nameInProgram } from "./names.ts";
import { OrderButton, Problem, useOrder } from "./order-button.tsx";

/** Replication: how late it is, between whom it is cut, and the buttons that change both. */
export function Between({ state: { regions, cuts, lagMilliseconds } }: { state: ConsoleState }) {
  const names = regions.map(({ name }) => name);
  const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const));
  const delays = regions.flatMap(({ name, delays: each }) => each.map((delay) => ({ from: name, ...delay })));
  return (
    <section class="panel" aria-labelledby="between">
      <h2 id="between">Between the regions</h2>
      <Lag lagMilliseconds={lagMilliseconds} />
      <ul class="lines">
        {pairs.map(([a, b]) => {
          const dark = regions.find(({ name, isRunning }) => !isRunning && (name === a || name === b));
          const isCut = cuts.some((pair) => pair.includes(a) && pair.includes(b));
          return (
            <li key={`${a} ${b}`}>
              <span class="slot-line">
                <strong>
                  {a} and {b}
                </strong>
                <span role="status">
                  {isCut && "are cut off from each other; what they write is kept"}
                  {!isCut &&
                    (dark === undefined ? "hear each other" : `do not hear each other while ${dark.name} is dark`)}
                </span>
              </span>
              <OrderButton operation={isCut ? "heal" : "cut"} asked={{ regions: [a, b] }}>
                {isCut ? "Heal" : "Cut"} {a} and {b}
              </OrderButton>
            </li>
          );
        })}
      </ul>
      <h3>Replicated lately</h3>
      {delays.length === 0 && <p class="hint">Nothing in the last minute.</p>}
      <ul class="delays">
        {delays.map(({ from, to, table, milliseconds }) => (
          <li key={`${from} ${to} ${table}`}>
            {nameInProgram(table)}, {from} to {to}: <strong>{milliseconds} ms</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Lag({ lagMilliseconds }: { lagMilliseconds: number }) {
  const { isRunning, problem, give } = useOrder();
  const id = useId();
  return (
    <form
      class="lag"
      onSubmit={(event) => {
        event.preventDefault();
        give("lag", { milliseconds: Number(textIn(new FormData(event.currentTarget), "milliseconds")) });
      }}
    >
      <p role="status">
        Replication arrives {lagMilliseconds === 0 ? "at once" : <strong>{lagMilliseconds} ms late</strong>}.
      </p>
      <div class="field">
        <label for={id}>Milliseconds of lag</label>
        <input id={id} name="milliseconds" type="number" min={0} max={600000} required defaultValue="2000" />
      </div>
      <button type="submit" class="button-quiet" aria-disabled={isRunning}>
        Set the lag
      </button>
      {problem !== undefined && <Problem text={problem} />}
    </form>
  );
}
