import { Flag } from "../../../site/page/ui/flag.tsx";
import type { ConsoleState } from "../state.ts";
import { Between } from "./between.tsx";
import { Events } from "./events.tsx";
import { isSilent, machine } from "./machine.ts";
import { Region } from "./region.tsx";

/** The console of the machine. */
export function Console() {
  const state = machine.value;
  return (
    <>
      <header class="site-header">
        <p class="logo">
          <Flag of="B" />
          Berth
        </p>
        {state !== undefined && <p class="hint">Environment: {state.environment}</p>}
      </header>
      <div role="status" class="banners">
        {isSilent.value && <p class="banner">The machine does not answer. Has it been stopped?</p>}
        {(state?.conflicts ?? 0) > 0 && (
          <p class="banner">{state?.conflicts} items were written by two regions, which must never happen.</p>
        )}
      </div>
      <main>
        <h1>This machine</h1>
        {state === undefined ? <p>Looking…</p> : <Whole state={state} />}
      </main>
    </>
  );
}

function Whole({ state }: { state: ConsoleState }) {
  return (
    <>
      <p class="lead">What its regions do just now, and what may befall them. Book meanwhile: nothing is sold twice.</p>
      <div class="regions-of-machine">
        {state.regions.map((region) => (
          <Region key={region.name} region={region} />
        ))}
      </div>
      <Between state={state} />
      <Events regions={state.regions} />
    </>
  );
}
