import { useLingui } from "@lingui/react/macro";
import { useFieldWiring } from "./field.tsx";
import { IconButton } from "./button.tsx";
import "./stepper.css";

type StepperProps = { value: number; onChange: (value: number) => void; min?: number; max: number; disabled?: boolean };

/** A small number with minus and plus buttons. Inside a `Field`, which names it. */
export function Stepper({ value, onChange, min = 0, max, disabled = false }: StepperProps) {
  const { t } = useLingui();
  const within = (next: number) => Math.min(max, Math.max(min, Math.round(next)));
  return (
    <span className="stepper">
      <IconButton icon="minus" label={t`One fewer`} disabled={disabled || value <= min} onClick={() => onChange(within(value - 1))} />
      <input
        type="number"
        inputMode="numeric"
        {...useFieldWiring()}
        className="tabular"
        min={min}
        max={max}
        value={value}
        disabled={disabled}
        onChange={(event) => Number.isFinite(event.target.valueAsNumber) && onChange(within(event.target.valueAsNumber))}
      />
      <IconButton icon="plus" label={t`One more`} disabled={disabled || value >= max} onClick={() => onChange(within(value + 1))} />
    </span>
  );
}
