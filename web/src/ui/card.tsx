import type { ComponentProps } from "react";
import "./card.css";

/** A sheet that holds one matter. Cards do not go into cards. */
export function Card({ tight = false, ...rest }: { tight?: boolean } & ComponentProps<"section">) {
  return <section {...rest} className={`card ${tight ? "card-tight" : ""} ${rest.className ?? ""}`} />;
}
