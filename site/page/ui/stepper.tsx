interface StepperProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly change: (value: number) => void;
}

/** A number from 1 to a most, by buttons or typed. */
export function Stepper({ label, value, most, change }: StepperProps) {
  const set = (next: number): void => {
    if (Number.isInteger(next)) change(Math.max(1, Math.min(most, next)));
  };
  return (
    <div class="stepper" role="group" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      <button
        type="button"
        aria-label="One less"
        disabled={value <= 1}
        onClick={() => {
          set(value - 1);
        }}
      >
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        aria-label={label}
        min={1}
        max={most}
        value={value}
        onChange={(event) => {
          set(event.currentTarget.valueAsNumber);
        }}
      />
      <button
        type="button"
        aria-label="One more"
        disabled={value >= most}
        onClick={() => {
          set(value + 1);
        }}
      >
        +
      </button>
    </div>
  );
}
