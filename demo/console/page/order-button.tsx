import { useState } from "preact/hooks";
import { order } from "./machine.ts";

interface OrderButtonProps {
  /** One of `npm run local`. */
  readonly operation: string;
  readonly asked: object;
  readonly children: preact.ComponentChildren;
}

/** A button that tells the machine what befalls it. */
export function OrderButton({ operation, asked, children }: OrderButtonProps) {
  const { isRunning, problem, give } = useOrder();
  return (
    <>
      <button
        type="button"
        class="button-quiet"
        aria-disabled={isRunning}
        onClick={() => {
          give(operation, asked);
        }}
      >
        {children}
      </button>
      {problem !== undefined && <Problem text={problem} />}
    </>
  );
}

/** An order, and how it goes. */
export function useOrder() {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const give = (operation: string, asked: object): void => {
    if (isRunning) return; // a second click
    setRunning(true);
    setProblem(undefined);
    order(operation, asked)
      .catch((error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        setRunning(false);
      });
  };
  return { isRunning, problem, give };
}

/** Why an order was not carried out. */
export function Problem({ text }: { text: string }) {
  return (
    <p class="complaint" role="alert">
      {text}
    </p>
  );
}
