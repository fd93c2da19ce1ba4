import type { ComponentProps } from "react";
import "./card.css";

/** A card for one topic. Cards are not nested. */
export function Card({ tight = false, ...rest }: { tight?: boolean } & ComponentProps<"section">) {
  return <section {...rest} className={`card ${tight ? "card-tight" : ""} ${rest.className ?? ""}`} />;
}
