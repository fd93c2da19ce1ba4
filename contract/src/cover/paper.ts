import type { Draw } from "./art.ts";
import { blob } from "./shapes.ts";

const SHEETS = ["#f3d3bd", "#eab595", "#dd9270", "#c96d52", "#a94c40", "#7f3438"] as const;
const CORNERS = 11;

/** Sheets with a hole, each smaller than the one above: you look down into a paper valley. */
export const paper: Draw = ({ between }) => {
  const [x, y] = [between(420, 780), between(280, 400)];
  const rough = Array.from({ length: CORNERS }, () => between(0.82, 1.2));
  const layers = SHEETS.flatMap((fill, i) => {
    const reach = 620 - i * 98;
    const outline = rough.map((share) => reach * share * between(0.94, 1.06));
    return [
      {
        d: blob(
          x,
          y + 12,
          outline.map((r) => r + 5),
        ),
        fill: "#3c1420",
        opacity: 0.16,
      },
      { d: blob(x, y, outline), fill },
    ];
  });
  return {
    paper: "#f9e8da",
    layers: [
      ...layers,
      {
        d: blob(
          x,
          y,
          rough.map((share) => 46 * share),
        ),
        fill: "#ffcf70",
      },
    ],
  };
};
