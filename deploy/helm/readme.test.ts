import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readmeFile, readmeOfNow, valuesTable } from "./readme.ts";

test("the chart's README lists the values as they are: npm run ops -- chart-readme", () => {
  expect(readFileSync(readmeFile, "utf8")).toBe(readmeOfNow());
});

test("every value is listed, and says what it is where its name does not", () => {
  const rows = valuesTable().split("\n").slice(2);
  expect(rows.length).toBeGreaterThan(40);
  const selfEvident =
    /`(image\.web\.(tag|digest)|(api|web|worker)\.(minPods|maxPods|resources\.\w+)|ingress\.(enabled|className|annotations)|networkPolicy\.(enabled|redis|mail))`/;
  expect(rows.filter((row) => !/ \| \S.{10,} \|$/.test(row) && !selfEvident.test(row))).toEqual([]);
});
