import { type ReactNode, useId } from "react";
import { Icon, type IconName } from "./icons.tsx";
import "./tones.css";
import "./choice.css";

export type ChoiceTone = "going" | "maybe" | "declined" | "waiting" | "accent";
type Option<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  icon?: IconName;
  tone?: ChoiceTone;
  disabled?: boolean;
};

type AnswerButtonsProps<Value extends string> = {
  label: string;
  options: Option<Value>[];
  value: Value | null;
  onChoose: (value: Value) => void;
  pending?: boolean;
};

/** Large toggle buttons. Every press submits, so Tab moves between them without choosing. */
export function AnswerButtons<Value extends string>({ label, options, value, onChoose, pending = false }: AnswerButtonsProps<Value>) {
  return (
    <div className="answers" role="group" aria-label={label} aria-busy={pending || undefined}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          value={option.value}
          className={`answer tone-${option.tone ?? "accent"}`}
          aria-pressed={option.value === value}
          disabled={option.disabled}
          onClick={() => onChoose(option.value)}
        >
          {option.icon && (
            <span className="answer-icon">
              <Icon name={option.icon} size={24} />
            </span>
          )}
          <span className="answer-label">{option.label}</span>
          {option.hint && <span className="answer-hint">{option.hint}</span>}
        </button>
      ))}
    </div>
  );
}

type RadioProps<Value extends string> = {
  legend: ReactNode;
  hideLegend?: boolean;
  options: Option<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
};

/** Radio buttons, each with a line that explains it. Native, so arrow keys choose. */
export function RadioCards<Value extends string>({ legend, hideLegend = false, options, value, onChange }: RadioProps<Value>) {
  const name = useId();
  return (
    <fieldset className="radio-cards">
      <legend className={hideLegend ? "visually-hidden" : "field-label"}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={`radio-card tone-${option.tone ?? "accent"}`}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.icon && <Icon name={option.icon} />}
          <span>
            <span className="radio-card-label">{option.label}</span>
            {option.hint && <span className="radio-card-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A segmented control of two to four short labels, such as a filter or a unit. */
export function SegmentedChoice<Value extends string>({ legend, hideLegend = true, options, value, onChange }: RadioProps<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className={hideLegend ? "visually-hidden" : "field-label"}>{legend}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.value} className="segment">
            <input
              className="visually-hidden"
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
            />
            {option.icon && <Icon name={option.icon} size={18} />}
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
