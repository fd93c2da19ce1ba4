import { createContext, type ReactNode, useContext, useId } from "react";
import { Icon } from "./icons.tsx";
import "./field.css";

type Wiring = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined; required: boolean | undefined };
const FieldWiring = createContext<Partial<Wiring>>({});

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  optional?: ReactNode;
  hideLabel?: boolean;
  children: ReactNode;
};

/** A label, a control, a hint and an error. The control inside gets the ids and ARIA attributes by context. */
export function Field({ label, hint, error, required, optional, hideLabel = false, children }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = { id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined, required };

  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : "field-label"}>
        {label} {optional && <span className="field-optional">{optional}</span>}
      </label>
      <FieldWiring value={wiring}>{children}</FieldWiring>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** What went wrong with one input and what to do about it. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="field-error">
      <Icon name="alert" size={18} /> <span>{children}</span>
    </p>
  );
}

/** The id and ARIA attributes the surrounding `Field` gives its control. */
export function useFieldWiring() {
  return useContext(FieldWiring);
}
