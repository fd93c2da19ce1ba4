import { expect, test } from "vitest";
import { randomFrom } from "./art.ts";
import { bloom } from "./bloom.ts";
import { botanical } from "./botanical.ts";
import { confetti } from "./confetti.ts";
import { grid } from "./grid.ts";
import { night } from "./night.ts";
import { paper } from "./paper.ts";
import { sunrise } from "./sunrise.ts";
import { waves } from "./waves.ts";

const drawings = { confetti, sunrise, waves, grid, botanical, night, paper, bloom };

test.each(Object.entries(drawings))("a %s cover stays the same for its event and differs from the next one's", (_, draw) => {
  const event = () => draw(randomFrom("0190c0de"));
  expect(event()).toEqual(event());
  expect(draw(randomFrom("0190beef"))).not.toEqual(event());
});

test.each(Object.entries(drawings))("a %s cover is light: few elements, little text", (_, draw) => {
  const { layers } = draw(randomFrom("any event"));
  expect(layers.length).toBeLessThan(30);
  expect(layers.map((layer) => layer.d).join("").length).toBeLessThan(40_000);
  expect(JSON.stringify(layers)).not.toContain("NaN");
});
