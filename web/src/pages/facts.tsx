import type { ReactNode } from "react";
import "./facts.css";

/** Numbers by their names. `small`: many of them. */
export const Facts = ({ small = false, children }: { small?: boolean; children: ReactNode }) => (
  <dl className={small ? "facts facts-small" : "facts"}>{children}</dl>
);

export function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}
