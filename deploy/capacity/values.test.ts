import { expect, test } from "vitest";
import { readValues } from "../helm/render.ts";
import { bytesOf } from "../pods/playable.ts";
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
