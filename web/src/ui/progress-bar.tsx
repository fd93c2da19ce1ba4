import "./progress-bar.css";

/** How much of a known amount is used or done. `label` names it; say the numbers in text beside it. */
export function ProgressBar({
  label,
  value,
  max,
  tone = "accent",
}: {
  label: string;
  value: number;
  max: number;
  tone?: "accent" | "going" | "maybe" | "danger";
}) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div
      className={`progress progress-${tone}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
