import { expect, test } from "vitest";
import { COVER_THEMES } from "../events.ts";
import { SHEET } from "./art.ts";
import { coverThemes, drawCover } from "./draw-cover.ts";

test("every theme has a drawing", () => expect(coverThemes).toEqual(COVER_THEMES));

test.each(COVER_THEMES)("a %s cover stays the same for its event and differs from the next one's", (theme) => {
  expect(drawCover(theme, "0190c0de")).toEqual(drawCover(theme, "0190c0de"));
  expect(drawCover(theme, "0190beef")).not.toEqual(drawCover(theme, "0190c0de"));
});

test.each(COVER_THEMES)("a %s cover is light: few elements, little text", (theme) => {
  const { layers } = drawCover(theme, "any event");
  expect(layers.length).toBeLessThan(30);
  expect(layers.map((layer) => layer.d).join("").length).toBeLessThan(40_000);
  expect(JSON.stringify(layers)).not.toContain("NaN");
});

const seeds = Array.from({ length: 40 }, (_, index) => `event ${index}`);
/** By the ink that nothing else in the drawing has. */
const subjects: [(typeof COVER_THEMES)[number], string][] = [
  ["night", "#ffe9b0"],
  ["sunrise", "#fff1c4"],
  ["waves", "#ff7f5c"],
  ["paper", "#ffcf70"],
];

test.each(subjects)("the subject of a %s cover is visible on a poster, in a card and on a wide strip", (theme, ink) => {
  for (const seed of seeds) {
    const { d } = drawCover(theme, seed).layers.find(({ fill }) => fill === ink)!;
    const { left, right, top, middle } = boundsOf(d);
    for (const ratio of [0.8, 1, 1.6, 2.7, 3.8]) {
      const width = Math.min(SHEET.width, SHEET.height * ratio);
      const height = Math.min(SHEET.height, SHEET.width / ratio);
      expect(left, `${seed} at ${ratio}`).toBeGreaterThanOrEqual((SHEET.width - width) / 2);
      expect(right, `${seed} at ${ratio}`).toBeLessThanOrEqual((SHEET.width + width) / 2);
      expect(top, `${seed} at ${ratio}`).toBeGreaterThanOrEqual((SHEET.height - height) / 2);
      expect(middle, `${seed} at ${ratio}`).toBeLessThanOrEqual((SHEET.height + height) / 2);
    }
  }
});

/** Of a circle, a moon, or a soft outline, whose corners lie outside of it. */
function boundsOf(d: string) {
  const crescent = /^M(\S+) (\S+)A(\S+) /.exec(d);
  if (crescent) {
    const [x, top, r] = crescent.slice(1).map(Number) as [number, number, number];
    return { left: x - r, right: x + r, top, middle: top + r };
  }
  const circle = /^M(\S+) (\S+)a(\S+) /.exec(d);
  if (circle) {
    const [left, y, r] = circle.slice(1).map(Number) as [number, number, number];
    return { left, right: left + 2 * r, top: y - r, middle: y };
  }
  const numbers = [...d.matchAll(/-?[\d.]+/g)].map(Number);
  const [xs, ys] = [numbers.filter((_, index) => index % 2 === 0), numbers.filter((_, index) => index % 2 === 1)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), middle: (Math.min(...ys) + Math.max(...ys)) / 2 };
}
