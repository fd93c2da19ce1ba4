import { type Draw, SHEET } from "./art.ts";
import { below, circle } from "./shapes.ts";

const WATER = ["#a9dfd9", "#6cc7c9", "#2fa3b0", "#147f96", "#0c5c7a", "#0a3f5c"] as const;

/** A calm sea in six inks, and one warm thing above it. */
export const waves: Draw = ({ between }) => {
  const rows = WATER.map((fill, i) => {
    const [shift, length, swing] = [between(0, 6.3), between(105, 190), between(16, 34)];
    const base = 330 + i * 62;
    return { d: below(SHEET.width, SHEET.height, (x) => base + swing * Math.sin(x / length + shift), 20), fill };
  });
  return { paper: "#e3f4ef", layers: [{ d: circle(between(450, 750), 305, 115), fill: "#ff7f5c" }, ...rows] };
};
