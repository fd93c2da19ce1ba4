import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const styles = join(import.meta.dirname, "..");

/** These say something of what other files own: what comes before the app's styles, and what every component has without colours. */
const ABOUT_OTHERS = ["base.css", "forced-colors.css"];

const files = globSync("**/*.css", { cwd: styles })
  .filter((path) => !ABOUT_OTHERS.includes(basename(path)))
  .map((path) => ({ path, css: readFileSync(join(styles, path), "utf8") }));

// Styles stay once a page has loaded them, so that a name of two files is dressed by both, in the order in which somebody opened pages.
test("no class has a rule of its own in two files", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(ownedTwice(files)).toEqual([]);
});

test("control: a name of two files is found; one in another's rule, or twice in a file, is not", () => {
  const found = ownedTwice([
    { path: "one.css", css: ".a { color: red } @media print { .b, .c:is(.d, .e) { color: red } } /* .f { } */ .g {} .g {}" },
    { path: "two.css", css: ".x .a, .a:hover { color: red } .b { color: red } .d {} .e {} .f {}" },
  ]);
  expect(found).toEqual(["b: one.css, two.css"]);
});

/** A class is a file's own where it alone is the selector. */
function ownedTwice(sheets: { path: string; css: string }[]): string[] {
  const owners = new Map<string, Set<string>>();
  for (const { path, css } of sheets)
    for (const [, selectors] of css.replaceAll(/\/\*.*?\*\//gs, "").matchAll(/([^{};]+)\{/g))
      // A comma within brackets does not end a selector.
      for (const [, name] of selectors!.replaceAll(/\([^)]*\)/g, "()").matchAll(/(?:^|,)\s*\.([\w-]+)\s*(?=,|$)/g))
        owners.set(name!, (owners.get(name!) ?? new Set()).add(path));
  return [...owners].filter(([, paths]) => paths.size > 1).map(([name, paths]) => `${name}: ${[...paths].join(", ")}`);
}
