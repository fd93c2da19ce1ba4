import type { CSSProperties } from "react";
import "./celebration.css";

const PIECES = 28;
const INKS = ["#ffc72e", "#ff7a5c", "#43cf93", "#7aa7ff", "#cdb8f5", "#f06fa8"];

/** A short burst of confetti for a seat. Not for people who prefer reduced motion, nor for screen readers. */
export function Celebration() {
  return (
    <span className="celebration" aria-hidden="true">
      {Array.from({ length: PIECES }, (_, at) => (
        <i key={at} style={throwOf(at)} />
      ))}
    </span>
  );
}

function throwOf(at: number) {
  const angle = (at / PIECES) * 2 * Math.PI;
  const reach = 7 + ((at * 7) % 9);
  return {
    "--x": `${Math.cos(angle) * reach * 1.6}rem`,
    "--y": `${-Math.abs(Math.sin(angle)) * reach - 2}rem`,
    "--turn": `${(at % 2 ? 1 : -1) * (200 + at * 20)}deg`,
    "--ink": INKS[at % INKS.length],
  } as CSSProperties;
}
