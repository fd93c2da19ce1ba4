import { type Draw, SHEET } from "./art.ts";
import { below, circle } from "./shapes.ts";

const SKY = ["#8f2f73", "#c43f68", "#ea5b57", "#fb8350", "#ffab55", "#ffd07a"] as const;

/** Rings of light around a sun that is just up, and land in front of it. */
export const sunrise: Draw = ({ between }) => {
  const [x, y] = [between(440, 760), between(400, 440)];
  const rings = SKY.map((fill, i) => ({ d: circle(x, y, 760 - i * 112), fill }));
  const hill = (base: number, swing: number, length: number) => {
    const shift = between(0, 6);
    return below(SHEET.width, SHEET.height, (at) => base + swing * Math.sin(at / length + shift));
  };
  return {
    paper: "#5a2270",
    layers: [
      ...rings,
      { d: circle(x, y, 104), fill: "#fff1c4" },
      { d: hill(470, 26, 190), fill: "#c23a5e" },
      { d: hill(540, 30, 240), fill: "#7d2467" },
      { d: hill(610, 22, 160), fill: "#3f1752" },
    ],
  };
};
