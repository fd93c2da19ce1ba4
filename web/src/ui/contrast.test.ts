import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Pair = [light: string, dark: string];
type Palette = Record<string, Pair>;

const file = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const base = colours(file("./tokens.css"));
const covers = [...file("./cover-colours.css").matchAll(/^\[data-cover="(\w+)"\] \{([^}]+)\}/gm)].map(
  ([, name, rules]) => [name!, { ...base, ...colours(rules!) }] as const,
);

const PAPERS = ["bg", "surface", "raised", "sunken"];
const INKS = ["ink", "muted", "accent-text", "going", "maybe", "declined", "waiting", "danger"];
const STATUSES = ["going", "maybe", "declined", "waiting", "danger"];
const TEXT = 4.5;
const SHAPE = 3;

test.each([["no cover", base] as const, ...covers])("every text can be read with %s, in light and in dark", (_, palette) => {
  expect(tooWeak(palette)).toEqual([]);
});

test("control: a pale grey on white is found", () => {
  expect(tooWeak({ ...base, muted: ["#aaaaaa", "#b9adc0"] })).not.toEqual([]);
});

test("all eight covers are checked", () => {
  expect(covers.map(([name]) => name)).toHaveLength(8);
});

function tooWeak(palette: Palette) {
  const pairs: [ink: string, paper: string, least: number][] = [
    ...PAPERS.flatMap((paper) => INKS.map((ink) => [ink, paper, TEXT] as [string, string, number])),
    ...PAPERS.flatMap(
      (paper) =>
        [
          ["line-strong", paper, SHAPE],
          ["focus", paper, SHAPE],
        ] as [string, string, number][],
    ),
    ...STATUSES.flatMap(
      (status) =>
        [
          [status, `${status}-soft`, TEXT],
          ["on-status", status, TEXT],
          ["ink", `${status}-soft`, TEXT],
          ["muted", `${status}-soft`, TEXT],
        ] as [string, string, number][],
    ),
    ...["ink", "muted", "accent-text"].map((ink) => [ink, "accent-soft", TEXT] as [string, string, number]),
    ["on-accent", "accent", TEXT],
    ["on-maybe-fill", "maybe-fill", TEXT],
  ];
  return pairs.flatMap(([ink, paper, least]) =>
    [0, 1]
      .filter((scheme) => contrast(palette[ink]![scheme]!, palette[paper]![scheme]!) < least)
      .map((scheme) => `${ink} on ${paper}, ${scheme ? "dark" : "light"}`),
  );
}

function colours(css: string): Palette {
  const found = css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g);
  return Object.fromEntries([...found].map(([, name, light, dark, both]) => [name!, [light ?? both!, dark ?? both!] as Pair]));
}

function contrast(one: string, other: string) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
