import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "../containers.ts";
import { dashboardFiles } from "./dashboards.ts";

const FOLDER = "deploy/monitoring/grafana";
const files = readdirSync(join(root, FOLDER, "dashboards")).map((name) => `${FOLDER}/dashboards/${name}`);
const { datasources } = parse(readFileSync(join(root, FOLDER, "provisioning/datasources/prometheus.yml"), "utf8")) as {
  datasources: { uid: string }[];
};

const Panel = {
  id: z.int().positive(),
  title: z.string(),
  gridPos: z.strictObject({ h: z.int().positive(), w: z.int().positive().max(24), x: z.int().min(0).max(23), y: z.int().min(0) }),
};

/** What Grafana's dashboards (model 39) allow, as far as ours use it. */
const Dashboard = z.strictObject({
  uid: z.string().regex(/^[\w-]{1,40}$/),
  title: z.string().min(1),
  schemaVersion: z.literal(39),
  version: z.int(),
  time: z.strictObject({ from: z.string(), to: z.literal("now") }),
  refresh: z.string(),
  tags: z.array(z.string()),
  panels: z.array(
    z.discriminatedUnion("type", [
      z.strictObject({
        ...Panel,
        type: z.literal("timeseries"),
        datasource: z.strictObject({ type: z.literal("prometheus"), uid: z.enum(datasources.map(({ uid }) => uid)) }),
        fieldConfig: z.strictObject({
          defaults: z.strictObject({ unit: z.enum(["reqps", "ops", "s", "none", "bytes", "percentunit"]) }),
          overrides: z.tuple([]),
        }),
        targets: z.array(z.strictObject({ refId: z.string().regex(/^[A-Z]$/), expr: z.string().min(1), legendFormat: z.string() })).min(1),
      }),
      z.strictObject({
        ...Panel,
        type: z.literal("text"),
        options: z.strictObject({ mode: z.literal("markdown"), content: z.string().min(1) }),
      }),
    ]),
  ),
});

const boardOf = (file: string) => Dashboard.parse(JSON.parse(readFileSync(join(root, file), "utf8")));

test("Grafana is given the dashboards that are generated, and no others", () => {
  const generated = dashboardFiles();
  expect(files.toSorted()).toEqual(Object.keys(generated).toSorted());
  for (const file of files) expect(readFileSync(join(root, file), "utf8"), file).toBe(generated[file]);
});

test("every dashboard is one that Grafana can show; control: with another source it is not", () => {
  const boards = files.map(boardOf);
  expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
  for (const { title, panels } of boards) {
    expect(new Set(panels.map(({ id }) => id)).size, title).toBe(panels.length);
    for (const panel of panels)
      if (panel.type === "timeseries")
        expect(new Set(panel.targets.map(({ refId }) => refId)).size, panel.title).toBe(panel.targets.length);
  }
  const other = readFileSync(join(root, files[0]!), "utf8").replace('"uid": "prometheus"', '"uid": "elsewhere"');
  expect(Dashboard.safeParse(JSON.parse(other)).success).toBe(false);
});

test("no panel lies on another", () => {
  for (const { title, panels } of files.map(boardOf)) {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size, title).toBe(cells.length);
  }
});
