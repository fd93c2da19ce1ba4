import { readValues } from "../helm/render.ts";
import { bytesOf } from "../pods/playable.ts";
import type { PodSize } from "./pod-limit.ts";

interface ApiValues {
  resources: { requests: { cpu: string; memory: string }; limits: { memory: string } };
}

/**
 * The size of an api pod by the chart's values: the processor time that it asks for, which is all that it has on a full node,
 * and the memory beyond which it is ended.
 */
export function readPodSize(): { size: PodSize; asked: { cpu: string; memory: string } } {
  const { requests, limits } = (readValues("values.yaml").api as ApiValues).resources;
  const asked = { cpu: requests.cpu, memory: limits.memory };
  return { asked, size: { cpu: coresOf(asked.cpu), memory: bytesOf(asked.memory) } };
}

/** Processors in a quantity of Kubernetes. */
export function coresOf(quantity: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity)!;
  return Number(amount) / (unit === "m" ? 1_000 : 1);
}
