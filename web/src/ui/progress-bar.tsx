import "./progress-bar.css";

/** A progress bar. `label` names it; show the numbers in text beside it. */
export function ProgressBar({
  label,
  value,
  max,
  tone = "accent",
}: {
  label: string;
  value: number;
  max: number;
  tone?: "accent" | "going";
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
