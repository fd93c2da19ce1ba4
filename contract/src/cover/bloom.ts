import type { Draw, Layer } from "./art.ts";
import { circle, leaf } from "./shapes.ts";

const INKS = ["#ff6f91", "#ff9671", "#c05cbf", "#ffc15e", "#6a5acd", "#f7b2d0"] as const;

/** Very large flowers, transparent inks: where two petals meet, a third colour appears. */
export const bloom: Draw = ({ between, pick }) => {
  const layers: Layer[] = [];
  for (const [column, row] of [
    [0, 0],
    [2, 0],
    [1, 1],
    [3, 1],
    [0, 2],
    [2, 2],
    [4, 0],
    [4, 2],
  ] as const) {
    const [x, y] = [column * 300 + between(-60, 60), row * 320 + between(-40, 40)];
    layers.push(...flower(x, y, between(190, 300)));
  }
  return { paper: "#fdeaf0", layers };

  function flower(x: number, y: number, size: number): Layer[] {
    const [petals, turn, ink] = [pick([5, 6, 8]), between(0, 6), pick(INKS)];
    const width = (size * 2.3) / petals;
    const ring = Array.from({ length: petals }, (_, i) => leaf(x, y, size, width, turn + (i / petals) * 2 * Math.PI));
    return [
      { d: ring.join(""), fill: ink, opacity: 0.82, multiply: true },
      { d: circle(x, y, size * 0.17), fill: "#fff3d6" },
      { d: circle(x, y, size * 0.09), fill: "#7a2a5e" },
    ];
  }
};
