import { type Draw, inks, SHEET } from "./art.ts";
import { bar, circle, halfCircle, polygon } from "./shapes.ts";

const INKS = ["#ffd447", "#fff3e2", "#4326a3", "#ffb0c0", "#0f8f7d"] as const;
const CELL = 118;

/** Cut paper in the air: every piece in its own cell, so that it never clumps. */
export const confetti: Draw = ({ between, pick, chance }) => {
  const sheet = inks();
  for (let y = -CELL / 2; y < SHEET.height + CELL; y += CELL)
    for (let x = -CELL / 2; x < SHEET.width + CELL; x += CELL) {
      if (chance(0.12)) continue;
      sheet.add(pick(INKS), piece(x + between(-24, 24), y + between(-24, 24)));
    }
  return { paper: "#f2593b", layers: sheet.layers() };

  function piece(x: number, y: number) {
    const [turn, size] = [between(0, Math.PI * 2), between(26, 58)];
    return pick([
      () => circle(x, y, size * 0.7),
      () => circle(x, y, size * 0.36),
      () => halfCircle(x, y, size, turn),
      () => bar(x, y, size * 2.2, size * 0.55, turn),
      () => bar(x, y, size * 1.4, size * 0.3, turn),
      () => polygon([0, 1, 2].map((i) => [x + size * Math.cos(turn + i * 2.09), y + size * Math.sin(turn + i * 2.09)] as const)),
    ])();
  }
};
