import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headerArt } from "./header-art.ts";
import { htmlText } from "../http/html.ts";
import { themes, type ThemeColours, type EmailTheme } from "./theme-colours.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const tokens = read("../../../web/src/ui/tokens.css");
const covers = read("../../../web/src/ui/cover-colours.css");
const themeNames = Object.keys(themes) as EmailTheme[];

function pairsIn(css: string): Record<string, { light: string; dark: string }> {
  const found = css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g);
  return Object.fromEntries([...found].map(([, name, light, dark, both]) => [name!, { light: light ?? both!, dark: dark ?? both! }]));
}

const names: Record<keyof ThemeColours, string> = {
  page: "bg",
  sheet: "surface",
  ink: "ink",
  muted: "muted",
  line: "line",
  accent: "accent",
  onAccent: "on-accent",
  accentText: "accent-text",
  soft: "accent-soft",
};

test.each(themeNames)("emails of the theme %s have the colours of the page that they link to", (theme) => {
  const cover = theme === "sun" ? "" : new RegExp(String.raw`\[data-cover="${theme}"\] \{([^}]*)\}`).exec(covers)![1]!;
  const page = { ...pairsIn(tokens), ...pairsIn(cover) };
  for (const [part, token] of Object.entries(names) as [keyof ThemeColours, string][]) {
    expect([part, themes[theme].light[part], themes[theme].dark[part]]).toEqual([part, page[token]!.light, page[token]!.dark]);
  }
});

test("the plain pages use the web app's tokens", () => {
  const plain = read("assets/plain.css");
  const rootOf = (css: string) => /:root \{([^}]*)\}/.exec(css)![1]!;
  const declared = (css: string) => [...rootOf(css).matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => `${name}: ${value}`);
  const app = new Set(declared(tokens));
  expect(declared(plain).filter((line) => !app.has(line))).toEqual([]);
});

test.each(themeNames.flatMap((theme) => (["light", "dark"] as const).map((time) => [theme, time] as const)))(
  "%s has readable contrast, %s",
  (theme, time) => {
    const { ink, muted, sheet, soft, accent, onAccent, accentText } = themes[theme][time];
    for (const [front, back] of [
      [ink, sheet],
      [muted, sheet],
      [accentText, sheet],
      [ink, soft],
      [onAccent, accent],
    ] as const) {
      expect(contrast(front, back), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
    }
  },
);

test("the product's header art is always the same, and loads nothing", () => {
  const drawn = htmlText(headerArt());
  expect(htmlText(headerArt())).toBe(drawn);
  expect(drawn).not.toMatch(/undefined|NaN|url\(|<img/);
  expect(drawn).toContain("<!--[if mso]>");
  expect(drawn.match(/<td /g)).toHaveLength(21); // two rows of ten, and Outlook's stripe
});

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
