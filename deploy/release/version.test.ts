import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { chart } from "../helm/render.ts";
import { version } from "./version.ts";

test("the chart in the source has the version of the product, for itself and for the images", () => {
  const own = parse(readFileSync(join(chart, "Chart.yaml"), "utf8")) as { version: string; appVersion: string };
  expect(own).toMatchObject({ version, appVersion: version });
});
