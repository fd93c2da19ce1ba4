import { type Draw, inks, SHEET } from "./art.ts";
import { circle, leaf } from "./shapes.ts";

const GREENS = ["#24513a", "#47784b", "#86a967", "#b9cc8f"] as const;

/** A hedge of stems seen against pale paper, some of them in berry. */
export const botanical: Draw = ({ between, pick, chance }) => {
  const back = inks();
  const front = inks();
  for (let x = -20; x < SHEET.width + 60; x += between(48, 84)) stem(chance(0.5) ? back : front, x);
  return { paper: "#eef1df", layers: [...back.layers({ opacity: 0.75 }), ...front.layers()] };

  function stem(sheet: ReturnType<typeof inks>, foot: number) {
    const ink = pick(GREENS);
    const [height, bend, size] = [between(250, 520), between(-70, 70), between(52, 92)];
    const at = (share: number) => [foot + bend * share * share, SHEET.height + 20 - height * share] as const;
    const [tipX, tipY] = at(1);
    const [kneeX, kneeY] = [foot, SHEET.height + 20 - height * 0.5];
    sheet.add(
      ink,
      `M${foot - 4} ${SHEET.height + 20}Q${kneeX} ${kneeY} ${tipX} ${tipY}Q${kneeX + 8} ${kneeY} ${foot + 4} ${SHEET.height + 20}Z`,
    );
    for (let share = 0.28; share < 0.97; share += 0.12) {
      const [x, y] = at(share);
      const length = size * (1.15 - share * 0.6);
      sheet.add(ink, leaf(x, y, length, length * 0.26, -0.55) + leaf(x, y, length, length * 0.26, -2.6));
    }
    sheet.add(ink, leaf(tipX, tipY + 4, size * 0.6, size * 0.16, -Math.PI / 2));
    if (chance(0.4))
      sheet.add(
        "#e2604a",
        [0.5, 0.7, 0.9].map((share) => circle(at(share)[0] + between(-34, 34), at(share)[1] - 20, between(8, 13))).join(""),
      );
  }
};
