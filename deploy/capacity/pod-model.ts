/** What a pod carries of each, if it does nothing else, by measurement. Together, shares add up. */
export interface Work {
  sockets: number;
  /** A second. */
  pages: number;
  answers: number;
  /** Of what a pod does in a second, the share that it takes to open a socket. */
  arrival: number;
}

export interface PodModel {
  readyAt: number;
  sockets: number;
  /** How many leave when (s). */
  leaving: Map<number, number>;
  /** Work that waits (seconds of the pod). */
  waiting: number;
  /** Share of its processor that it used in the last second. */
  used: number;
}

export const newPod = (readyAt: number): PodModel => ({ readyAt, sockets: 0, leaving: new Map(), waiting: 0, used: 0 });

/** A pod that is full of sockets still does a little else. */
const LEAST_LEFT = 0.05;

export interface Coming {
  people: number;
  until: number;
  /** Of each (seconds of a pod). */
  work: number;
}

/** Leads people to pods as a Service does, which knows nothing of how many each has: as many to each. Returns how many that is. */
export function takeIn(pods: PodModel[], second: number, { people, until, work }: Coming): number {
  const each = people / pods.length;
  if (each === 0 || until <= second) return 0;
  for (const pod of pods) {
    pod.sockets += each;
    pod.waiting += each * work;
    pod.leaving.set(until, (pod.leaving.get(until) ?? 0) + each);
  }
  return each;
}

/** One second of a pod: how long whoever came last waits (s), and whether it has more sockets than it carries. */
export function serve(pod: PodModel, second: number, { sockets }: Work): { wait: number; isFull: boolean } {
  pod.sockets -= pod.leaving.get(second) ?? 0;
  pod.leaving.delete(second);
  const busy = pod.sockets / sockets;
  const left = Math.max(LEAST_LEFT, 1 - busy);
  const wait = pod.waiting / left;
  const done = Math.min(pod.waiting, left);
  pod.waiting -= done;
  pod.used = Math.min(1, busy + done);
  return { wait, isFull: busy > 1 };
}
