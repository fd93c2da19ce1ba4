import { type Draw, inks, SHEET } from "./art.ts";
import { below, circle, crescent } from "./shapes.ts";

/** A garden after dark: a moon, hills, and strings of lamps from edge to edge. */
export const night: Draw = ({ between, pick }) => {
  const stars = Array.from({ length: 70 }, () => circle(between(0, SHEET.width), between(0, 430), pick([1.4, 2, 3])));
  const [moonX, moonY] = [between(700, 800), between(335, 355)];
  const hill = (base: number, swing: number, length: number) => {
    const shift = between(0, 6);
    return below(SHEET.width, SHEET.height, (x) => base + swing * Math.sin(x / length + shift));
  };
  const lamps = inks();
  const wires = [string(50, 110), string(120, 100), string(190, 90)];

  return {
    paper: "#151a42",
    layers: [
      { d: circle(600, 760, 620), fill: "#232a66", opacity: 0.7 },
      { d: stars.join(""), fill: "#cfd4ff", opacity: 0.8 },
      { d: crescent(moonX, moonY, 58), fill: "#ffe9b0" },
      { d: hill(480, 34, 210), fill: "#2a2f78" },
      { d: hill(560, 26, 170), fill: "#1d2059" },
      { d: hill(625, 16, 130), fill: "#0f1233" },
      { d: wires.join(""), stroke: "#5a5fb8", strokeWidth: 2.5 },
      ...lamps.layers({ opacity: 0.22 }).map((layer) => ({ ...layer, stroke: layer.fill!, strokeWidth: 16 })),
      ...lamps.layers(),
    ],
  };

  function string(top: number, sag: number) {
    const [from, to] = [top + between(-40, 40), top + between(-40, 40)];
    const line = (share: number) => from + (to - from) * share + sag * 4 * share * (1 - share);
    for (let share = 0.03; share < 1; share += 0.047)
      lamps.add(pick(["#ffd05a", "#ffd05a", "#ff8d6b", "#ffb7c8"]), circle(share * SHEET.width, line(share) + 9, 9));
    return `M0 ${from}Q600 ${(from + to) / 2 + sag * 2} ${SHEET.width} ${to}`;
  }
};
