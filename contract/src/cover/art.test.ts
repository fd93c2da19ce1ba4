import { expect, test } from "vitest";
import { COVER_THEMES } from "../events.ts";
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
