import { readFileSync } from "node:fs";
import { join } from "node:path";
import { doors } from "./arrivals.ts";
import type { Work } from "./pod-model.ts";
import { coresOf } from "./pod-size.ts";

/** Guests who are there to come when it is measured. */
export const MOST_TRIED = 8_000;

/** What `npm run ops -- capacity --write` has measured last. */
export interface Capacity {
  /** The size of the pod that was measured, as the chart's values say it, and how it was imposed. */
  pod: { cpu: string; memory: string; imposed: string };
  machine: string;
  /** Of a guest list that is talking, at most. */
  sockets: number;
  /** Memory with that many sockets (MiB). */
  memory: number;
  pages: number;
  answers: number;
  /** Processor time for a socket to open and be brought up to date (ms). */
  arrival: number;
}

export const resultFile = join(import.meta.dirname, "result.json");
export const readResult = () => JSON.parse(readFileSync(resultFile, "utf8")) as Capacity;

/** Share of a pod that is given away: the rest is for what no measurement foresees. */
const GIVEN = 0.85;

/** What a pod does at a measurement, as shares of what it can do. */
export const workOf = ({ pod, sockets, pages, answers, arrival }: Capacity): Work => ({
  sockets,
  pages,
  answers,
  arrival: arrival / 1_000 / coresOf(pod.cpu),
});

/**
 * What the chart's values are, by a measurement. A pod is meant for so many people that it carries their sockets while they
 * come as they do when a door opens.
 */
export function valuesBy(result: Capacity) {
  const { sockets, pages, arrival } = workOf(result);
  const peak = doors(1).comeAt(0);
  const each = 1 / sockets + peak * (1 / pages + arrival);
  return { socketsPerPod: Math.floor(GIVEN / each / 100) * 100, peak };
}

/** As it is printed. */
export function tableOf(result: Capacity): string {
  const { pod, machine, sockets, memory, pages, answers, arrival } = result;
  const values = valuesBy(result);
  return [
    "",
    `A pod of ${pod.cpu} and ${pod.memory}, on ${machine}`,
    `  imposed by        ${pod.imposed}`,
    `  open sockets      ${sockets}${sockets < MOST_TRIED ? "" : " or more: no more were tried"} (${memory} MiB)`,
    `  pages a second    ${pages}`,
    `  answers a second  ${answers}`,
    `  a socket opens in ${arrival} ms of the processor`,
    "",
    "values.yaml:",
    "  autoscaling:",
    "    keda:",
    `      socketsPerPod: ${values.socketsPerPod}`,
    "",
  ].join("\n");
}
