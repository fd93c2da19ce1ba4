import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { testApp } from "../../server/src/testing/test-app.ts";

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; action: string };
}
const here = import.meta.dirname;
/** In the chart, which can only take what lies inside of it. */
const RULES = "../helm/turnout/files/rules.yml";
const read = (path: string) => readFileSync(join(here, path), "utf8");
const rules = (parse(read(RULES)) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const dashboards = readdirSync(join(here, "grafana/dashboards")).map((file) => read(`grafana/dashboards/${file}`));
const panels = dashboards.flatMap((text) => (JSON.parse(text) as { panels: { title: string; targets: { expr: string }[] }[] }).panels);

/** Names of metrics, without histogram suffixes and Prometheus' own metrics. */
const seriesIn = (expr: string) =>
  [...expr.matchAll(/\b((?:turnout|nodejs|process)_\w+?)(?:_bucket|_count|_sum)?\b(?=[\s{[)]|$)/g)].map(([, name]) => name!);

test("alerts, panels and autoscaling use only metrics that the product has", async () => {
  const { metrics } = await testApp();
  const known = new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
  const queries = [...read("../helm/turnout/templates/keda.yaml").matchAll(/printf "([^"]+)"/g)].map(([, query]) => query!);
  expect(queries.flatMap(seriesIn)).toHaveLength(3);
  const asked = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), ...queries].flatMap(
    seriesIn,
  );
  expect(asked.length).toBeGreaterThan(15);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});

test("each alert says what is wrong and what to do, and has a test case that fires and one that does not", () => {
  const cases = read("rules.test.yml");
  for (const { alert, labels, annotations } of rules) {
    expect(["page", "ticket"], alert).toContain(labels.severity);
    expect(annotations.summary.length, alert).toBeGreaterThan(10);
    expect(annotations.action.length, alert).toBeGreaterThan(20);
    expect(cases, alert).toMatch(new RegExp(`alertname: ${alert}, exp_alerts: \\[\\]`));
    expect(cases, alert).toMatch(new RegExp(`alertname="${alert}",alertstate="firing"|alertname: ${alert}\\n +exp_alerts:\\n`));
  }
});

test.skipIf(skipWithout("promtool"))("promtool accepts the rules, and every test case passes", () => {
  execFileSync("promtool", ["check", "rules", RULES], { cwd: here });
  execFileSync("promtool", ["check", "config", "--syntax-only", "prometheus.yml"], { cwd: here });
  expect(execFileSync("promtool", ["test", "rules", "rules.test.yml"], { cwd: here, encoding: "utf8" })).toContain("SUCCESS");
});
