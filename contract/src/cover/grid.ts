import { type Draw, inks, SHEET } from "./art.ts";
import { bar, circle, halfCircle, polygon } from "./shapes.ts";

const INKS = ["#e2502c", "#173a66", "#f4b81e", "#2b8a74", "#f3a9b6"] as const;
const TILE = 135;

/** Tiles of quarter rounds and triangles: a quilt from a school of design. */
export const grid: Draw = ({ pick, chance }) => {
  const [grounds, figures] = [inks(), inks()];
  for (let y = 0; y < SHEET.height; y += TILE)
    for (let x = 0; x < SHEET.width; x += TILE) {
      const ground = chance(0.6) ? pick(INKS) : null;
      if (ground) grounds.add(ground, bar(x + TILE / 2, y + TILE / 2, TILE + 1, TILE + 1, 0));
      const ink = pick(["#f6ecd9", ...INKS].filter((one) => one !== (ground ?? "#f6ecd9")));
      figures.add(ink, figure(x, y));
    }
  return { paper: "#f6ecd9", layers: [...grounds.layers(), ...figures.layers()] };

  function figure(x: number, y: number) {
    const [x2, y2, cx, cy] = [x + TILE, y + TILE, x + TILE / 2, y + TILE / 2];
    const quarter = (px: number, py: number, qx: number, qy: number, kx: number, ky: number) =>
      `M${kx} ${ky}L${px} ${py}A${TILE} ${TILE} 0 0 1 ${qx} ${qy}Z`;
    return pick([
      () => quarter(x2, y, x, y2, x2, y2).replace("0 0 1", "0 0 0"),
      () => quarter(x, y, x2, y2, x, y2),
      () => quarter(x2, y2, x, y, x2, y),
      () => quarter(x, y2, x2, y, x, y).replace("0 0 1", "0 0 0"),
      () => circle(cx, cy, TILE * 0.34),
      () => halfCircle(cx, y2, TILE / 2, 0),
      () => halfCircle(cx, y, TILE / 2, Math.PI),
      () =>
        polygon([
          [x, y],
          [x2, y],
          [x, y2],
        ]),
      () =>
        polygon([
          [x2, y],
          [x2, y2],
          [x, y2],
        ]),
    ])();
  }
};
