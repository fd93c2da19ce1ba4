import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { chart, readValues } from "../helm/render.ts";
import { bytesOf } from "../pods/playable.ts";
import { objectives } from "./objectives.ts";
import { readPodSize } from "./pod-size.ts";
import { readResult, valuesBy } from "./result.ts";

interface Values {
  api: { resources: { requests: { memory: string } } };
  autoscaling: { keda: { socketsPerPod: number } };
}

const values = readValues("values.yaml") as unknown as Values;

test("the chart scales by what was measured of a pod of its size", () => {
  const result = readResult();
  expect(result.pod).toMatchObject(readPodSize().asked);
  expect(values.autoscaling.keda.socketsPerPod).toBe(valuesBy(result).socketsPerPod);
});

test("a pod with as many sockets as it is meant for has the memory that it asks for", () => {
  const { memory, sockets } = readResult();
  const { socketsPerPod } = values.autoscaling.keda;
  expect((memory * 2 ** 20 * socketsPerPod) / sockets).toBeLessThanOrEqual(bytesOf(values.api.resources.requests.memory));
});

test("alerts fire where what is promised is not kept any more", () => {
  const { groups } = parse(readFileSync(join(chart, "files/rules.yml"), "utf8")) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  };
  const ruleOf = (name: string) => groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === name)!;
  const beyond = (name: string) => Number(/\)\)\) > ([\d.]+)/.exec(ruleOf(name).expr)![1]) * 1_000;
  expect(beyond("TurnoutSlow")).toBe(objectives.answeredWithin);
  expect(beyond("TurnoutLiveLate")).toBe(objectives.shownWithin);
  const promised = Number(/a ([\d.]+) % promise/.exec(ruleOf("TurnoutErrors").annotations.summary)![1]);
  expect(100 - promised).toBeCloseTo(objectives.failed * 100);
});
