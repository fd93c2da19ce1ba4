import { DatabaseUnavailable } from "../../../server/src/db/outage.ts";
import type { Changes, Found, Heads, AssumedEvent, Versions, Wants } from "../../../server/src/log/store.ts";
import { createMemoryEvent, type MemoryEvent } from "./memory-event.ts";

export type MemoryDatabase = ReturnType<typeof createMemoryDatabase>;
export type Transaction = Awaited<ReturnType<MemoryDatabase["lock"]>>;

/** What a browser's cookie stands for at an event. */
export interface Grant {
  guestId: string | null;
  accessVersion: number | null;
  shareVersion: number | null;
}

/** Which events to lock, and whether to wait for them. */
export interface Lock {
  events: { eventId: string }[];
  waits: boolean;
}

interface Waiting {
  owner: object;
  begin(): void;
  fail(error: Error): void;
}

/** What all simulated processes meet in. Reads see what is committed at that moment. */
export function createMemoryDatabase(epoch: string, next: (waiting: number) => number = () => 0) {
  const events = new Map<string, MemoryEvent>();
  const queues = new Map<string, Waiting[]>();
  const open = new Map<string, { owner: object; end(): void }>();
  const grants = new Map<string, Grant>();
  /** Ids of guests at other events than those that are simulated. */
  const taken = new Set<string>();

  const event = (id: string): MemoryEvent => events.getOrInsertComputed(id, () => createMemoryEvent(id, (guestId) => taken.has(guestId)));

  /** A transaction on some events, from the moment at which it holds the locks that it gets. */
  function begin(eventIds: string[], owner: object) {
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      for (const eventId of eventIds) open.delete(eventId);
      for (const eventId of eventIds) {
        const queue = queues.get(eventId);
        if (queue && queue.length > 0) queue.splice(next(queue.length), 1)[0]!.begin();
      }
    };
    for (const eventId of eventIds) open.set(eventId, { owner, end });
    return {
      find: ({ events: wanted, limit }: Wants): Found[] =>
        wanted.map((wants) => {
          const { row, find } = event(wants.eventId);
          const isHeld = row !== null && !eventIds.includes(wants.eventId);
          const found = isHeld ? { event: null, version: "", done: [], rows: [], selections: [] } : find(wants, limit);
          return { epoch: database.epoch, isHeld, ...found };
        }),
      /** Whether each event is locked by it and stands where it was assumed. */
      stands: (assumed: AssumedEvent[]): boolean =>
        assumed.every(({ eventId, epoch, position, version }) => {
          const { row, version: now } = event(eventId);
          return eventIds.includes(eventId) && row?.log_seq === position && now === version && epoch === database.epoch;
        }),
      /** All of it, or a broken constraint and nothing. */
      commit(changes: Changes[]): Versions {
        if (isOver) throw new DatabaseUnavailable("the transaction was over");
        try {
          for (const write of changes.map((one) => event(one.eventId).check(one))) write();
          return new Map(changes.map(({ eventId }) => [eventId, event(eventId).version]));
        } finally {
          end();
        }
      },
      rollBack: end,
    };
  }

  const database = {
    epoch,
    /** Its earlier epochs: none of them lost anything. */
    earlier: [] as string[],
    taken,
    /** How often it has started. A connection from before the last start is lost. */
    starts: 1,
    isDown: false,
    event,
    /** Waits for the event's lock, or takes those of some events that are free. `owner` is the process. */
    lock({ events: wanted, waits }: Lock, owner: object) {
      const free = wanted.map(({ eventId }) => eventId).filter((eventId) => !open.has(eventId));
      const held = wanted.find(({ eventId }) => open.has(eventId));
      if (!waits || !held) return Promise.resolve(begin(free, owner));
      return new Promise<ReturnType<typeof begin>>((resolve, reject) => {
        const queue = queues.getOrInsert(held.eventId, []);
        queue.push({ owner, begin: () => resolve(begin([held.eventId], owner)), fail: reject });
      });
    },
    heads: (eventIds: string[]): Heads => ({
      epoch: database.epoch,
      positions: new Map(eventIds.flatMap((id) => (event(id).row ? [[id, event(id).row!.log_seq] as const] : []))),
    }),
    grantOf: (visitId: string, eventId: string) => grants.get(`${visitId} ${eventId}`),
    grant: (visitId: string, eventId: string, grant: Grant) => void grants.set(`${visitId} ${eventId}`, grant),
    /** The process is gone: what it had not committed is rolled back. */
    abandon(owner: object) {
      for (const queue of queues.values()) queue.splice(0, queue.length, ...queue.filter((waiting) => waiting.owner !== owner));
      for (const one of Array.from(open.values())) if (one.owner === owner) one.end();
    },
    kill() {
      database.starts += 1;
      database.isDown = true;
      for (const queue of queues.values()) for (const { fail } of queue.splice(0)) fail(new DatabaseUnavailable("the database was killed"));
      for (const { end } of Array.from(open.values())) end();
    },
  };
  return database;
}
