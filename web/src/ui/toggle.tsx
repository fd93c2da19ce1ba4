import { type ReactNode, useId } from "react";
import "./toggle.css";

type ToggleProps = { label: ReactNode; hint?: ReactNode; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean };

/** A checkbox, for forms that are submitted. */
export function Checkbox(props: ToggleProps) {
  return <Toggle {...props} kind="checkbox" />;
}

/** A switch, for settings that take effect at once. */
export function Switch(props: ToggleProps) {
  return <Toggle {...props} kind="switch" />;
}

function Toggle({ kind, label, hint, checked, onChange, disabled }: ToggleProps & { kind: "checkbox" | "switch" }) {
  const hintId = useId();
  return (
    <label className={`toggle toggle-${kind}`}>
      <span className="toggle-text">
        <span className="toggle-label">{label}</span>
        {hint && (
          <span id={hintId} className="toggle-hint">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role={kind === "switch" ? "switch" : undefined}
        aria-describedby={hint ? hintId : undefined}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
