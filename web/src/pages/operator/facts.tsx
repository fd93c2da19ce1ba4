import type { ReactNode } from "react";
import { serverNow } from "../../clock.ts";

/** Numbers by their names. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className="operator-facts">{children}</dl>;

export function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}

/** The time so many seconds ago, for what is told as an age. */
export const secondsAgo = (seconds: number): string => new Date(serverNow() - seconds * 1_000).toISOString();
