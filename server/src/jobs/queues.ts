/** How the work of one name is done. */
interface Queue {
  /** Loops in one process that look for this work. */
  loops: number;
  /** Jobs that one loop takes at once and works on side by side. */
  batch: number;
  /** How often a loop that found nothing looks again (s). */
  pollingSeconds: number;
  /** When it is due by itself, as cron writes it, in UTC. */
  schedule?: string;
  /** Jobs handed in together that travel as one: what a crowd needs by the thousand. Each still fails alone. */
  list?: number;
}

/** Every kind of background work, and how eagerly it is done. */
export const queues = {
  sendUrgentMail: { loops: 2, batch: 4, pollingSeconds: 0.5 },
  sendMail: { loops: 2, batch: 2, pollingSeconds: 0.5, list: 25 },
  tellGuest: { loops: 1, batch: 8, pollingSeconds: 0.5, list: 25 },
  tellGuests: { loops: 1, batch: 2, pollingSeconds: 0.5 },
  recordDelivery: { loops: 1, batch: 4, pollingSeconds: 0.5, list: 25 },
  // Zone data and the form of addresses come with the program: once at its start, and again for what an older one writes beside it.
  reworkTimes: { loops: 1, batch: 1, pollingSeconds: 30, schedule: "7 * * * *" },
  forgetOld: { loops: 1, batch: 1, pollingSeconds: 30, schedule: "17 3 * * *" },
} as const satisfies Record<string, Queue>;

export type JobName = keyof typeof queues;
export const jobNames = Object.keys(queues) as JobName[];

export const queueOf = (name: JobName): Queue => queues[name];
