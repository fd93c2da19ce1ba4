import { DRAIN_WITHIN } from "../../server/src/app.ts";
import { EXPECTED_AFTER, EXPECTED_BEFORE } from "../../server/src/guests/expected-connections.ts";
import { FROM, TO, type Arrivals } from "./arrivals.ts";
import { openAutoscaler, SYNC, type Figures, type Scaling } from "./autoscaler.ts";
import { objectives } from "../monitoring/slo.ts";
import { newPod, serve, takeIn, type Coming, type PodModel, type Work } from "./pod-model.ts";

/** From the wish for a pod until it gets requests, on a node that has room and the image (s). */
export const POD_START = 30;
/** How old the figures are that the autoscaler sees: scraped, asked for and averaged at intervals of their own (s). */
export const FIGURES_AGE = 30;

/** A pod that goes moves its people within this time (s). */
const MOVING = DRAIN_WITHIN / 1_000;

/** Fewer people a second than this are nobody. */
const SOMEBODY = 0.1;

interface Setting {
  arrivals: Arrivals;
  scaling: Scaling;
  work: Work;
  /** Whether the autoscaler is told how many are expected. */
  isExpecting: boolean;
  /** People who are there all along, at other events. */
  others: number;
}

export interface Simulated {
  mostPods: number;
  podHours: number;
  /** Seconds in which somebody was served later than promised, or by a pod that had more sockets than it carries. */
  secondsOutside: number;
  /** People who came in such a second to such a pod. */
  peopleOutside: number;
}

/** Plays people who come, pods and the autoscaler, second by second. The same every time: nothing in it is left to chance. */
export function simulate({ arrivals, scaling, work, isExpecting, others }: Setting): Simulated {
  const decide = openAutoscaler(scaling);
  let pods: PodModel[] = Array.from({ length: scaling.minPods }, () => newPod(FROM));
  const told: Figures[] = [];
  const moving: Coming[][] = [];
  const result: Simulated = { mostPods: 0, podHours: 0, secondsOutside: 0, peopleOutside: 0 };
  takeIn(pods, FROM, { people: others, until: Infinity, work: 0 });

  for (let second = FROM; second < TO; second++) {
    const ready = pods.filter(({ readyAt }) => readyAt <= second);
    const each = 1 / work.pages + work.arrival + arrivals.answers / work.answers;
    const came = takeIn(ready, second, { people: arrivals.comeAt(second), until: second + arrivals.stays, work: each });
    for (const coming of moving.shift() ?? []) takeIn(ready, second, coming);
    let isOutside = false;
    for (const pod of ready) {
      const { wait, isFull } = serve(pod, second, work);
      const isLate = wait * 1_000 > objectives.answeredWithin && came * ready.length >= SOMEBODY;
      if (!isLate && !isFull) continue;
      isOutside = true;
      result.peopleOutside += came;
    }
    if (isOutside) result.secondsOutside += 1;
    result.podHours += pods.length / 3_600;
    result.mostPods = Math.max(result.mostPods, pods.length);

    told.push({
      sockets: ready.reduce((sum, { sockets }) => sum + sockets, 0),
      expected: isExpecting ? expectedAt(arrivals, second) : null,
      processor: ready.reduce((sum, { used }) => sum + used, 0) / ready.length,
    });
    if ((second - FROM) % SYNC === 0)
      pods = scaled(pods, second, decide(second, pods.length, told[Math.max(0, told.length - 1 - FIGURES_AGE)]!));
  }
  return { ...result, podHours: Number(result.podHours.toFixed(2)), peopleOutside: Math.round(result.peopleOutside) };

  function scaled(all: PodModel[], second: number, wanted: number): PodModel[] {
    if (wanted >= all.length) return [...all, ...Array.from({ length: wanted - all.length }, () => newPod(second + POD_START))];
    const byNumber = all.toSorted((a, b) => b.sockets - a.sockets);
    // The emptiest go, and whoever was there opens a socket elsewhere: some each second, as they are told.
    for (const { leaving } of byNumber.slice(wanted))
      for (const [until, people] of leaving)
        for (let wait = 0; wait < MOVING; wait++) (moving[wait] ??= []).push({ people: people / MOVING, until, work: work.arrival });
    return byNumber.slice(0, wanted);
  }
}

/** As `expectedConnections` counts. */
function expectedAt({ answered, startsAt }: Arrivals, second: number): number {
  return startsAt >= second - EXPECTED_AFTER / 1_000 && startsAt <= second + EXPECTED_BEFORE / 1_000 ? answered : 0;
}
