/** How jobs of one name are worked on. */
export interface Queue {
  /** Polling loops per process. */
  loops: number;
  /** Jobs that one loop takes at once and works on concurrently. */
  batch: number;
  /** Polling interval of a loop that finds nothing, while the process is awake (s). */
  pollingSeconds: number;
  /** A cron schedule, in UTC. */
  schedule?: string;
  /** Most jobs that are queued together as one row, for jobs that come by the thousand. Each still fails alone. */
  list?: number;
}

/** Every kind of job. The names are stored in the database. */
export const queues = {
  sendUrgentMail: { loops: 2, batch: 4, pollingSeconds: 0.5 },
  // One loop: while one list is read or settled in the database, a second would take the processor that a page waits for.
  sendMail: { loops: 1, batch: 3, pollingSeconds: 0.5, list: 25 },
  tellGuest: { loops: 1, batch: 8, pollingSeconds: 0.5, list: 25 },
  // Due minutes after a host removes somebody, so nobody waits for them.
  tellRemoval: { loops: 1, batch: 2, pollingSeconds: 5 },
  tellHosts: { loops: 1, batch: 2, pollingSeconds: 0.5 },
  tellGuests: { loops: 1, batch: 2, pollingSeconds: 0.5 },
  // Queued when an event is published or moved, and due when its guests are to be reminded.
  remindGuests: { loops: 1, batch: 2, pollingSeconds: 2 },
  notify: { loops: 1, batch: 8, pollingSeconds: 0.5 },
  listTimed: { loops: 1, batch: 2, pollingSeconds: 2 },
  // Due when emails of notifications are: each looks for all that are.
  sendDigests: { loops: 1, batch: 2, pollingSeconds: 2 },
  tellBulletin: { loops: 1, batch: 2, pollingSeconds: 2 },
  // Of its own, so that a server of an earlier version, which knows no parts, leaves it to others.
  tellBulletinPart: { loops: 1, batch: 2, pollingSeconds: 2 },
  pushGuest: { loops: 1, batch: 2, pollingSeconds: 0.5, list: 25 },
  // A list is sent side by side; how many connections one push service gets is the client's to say.
  sendPush: { loops: 1, batch: 2, pollingSeconds: 0.5, list: 25 },
  // Few lists at a time, so that requests are served in between; a loop that takes one alone would rest after each.
  recordDelivery: { loops: 1, batch: 2, pollingSeconds: 0.5, list: 25 },
  // Zone data and address normalization come with the program: run at its start, and again for what an older process writes meanwhile.
  reworkTimes: { loops: 1, batch: 1, pollingSeconds: 30, schedule: "7 * * * *" },
  forgetOld: { loops: 1, batch: 1, pollingSeconds: 30, schedule: "17 3 * * *" },
} as const satisfies Record<string, Queue>;

export type JobName = keyof typeof queues;
export const jobNames = Object.keys(queues) as JobName[];

export const queueOf = (name: JobName): Queue => queues[name];
