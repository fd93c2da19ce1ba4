import { type ReactNode, useState } from "react";
import { FieldError } from "../../ui/field.tsx";
import { dayOf, localTimeOf } from "./local-time.ts";
import { PickedText } from "./picked-text.tsx";

interface DateTimeProps {
  label: string;
  id: string;
  value: string | null;
  onChange: (value: string | null) => void;
  /** The default time for a date that is chosen first. */
  usualTime: string;
  problem: string | undefined;
  min?: string | undefined;
  /** A day alone, without a time. */
  dayOnly?: boolean;
  required?: boolean;
  focus?: { onFocus: () => void; onBlur: () => void };
  children?: ReactNode;
}

/** A date and a time, or a date alone, as one value. An incomplete value changes nothing yet. */
export function DateTimeInputs({
  label,
  id,
  value,
  onChange,
  usualTime,
  problem,
  min,
  dayOnly = false,
  required,
  focus,
  children,
}: DateTimeProps) {
  const [typed, setTyped] = useState(() => partsOf(value));
  const { date, time } = typed;
  const localOf = dayOnly ? dayOf : localTimeOf;
  if (value !== typed.of) setTyped(value === localOf(date, time) ? { ...typed, of: value } : partsOf(value));

  const change = (nextDate: string, nextTime: string) => {
    setTyped({ of: value, date: nextDate, time: nextTime });
    const next = localOf(nextDate, nextTime);
    if (next || nextDate === "") onChange(next);
  };
  const wrong = {
    "aria-invalid": problem ? (true as const) : undefined,
    "aria-describedby": problem ? `${id}-problem` : undefined,
    required,
  };

  return (
    <div className="date-time" {...focus}>
      <span className="date-time-label" aria-hidden="true">
        {label}
      </span>
      <PickedText id={id} kind="date" name={label} value={date} min={min} {...wrong} onChange={(next) => change(next, time || usualTime)} />
      {!dayOnly && (
        <PickedText kind="time" name={label} value={time} isNeeded={date !== ""} {...wrong} onChange={(next) => change(date, next)} />
      )}
      {children}
      {problem && <FieldError id={`${id}-problem`}>{problem}</FieldError>}
    </div>
  );
}

/** What the two inputs show for a value. */
function partsOf(value: string | null) {
  return { of: value, date: value?.slice(0, 10) ?? "", time: value?.slice(11) ?? "" };
}
