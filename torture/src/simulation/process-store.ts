import { DatabaseUnavailable } from "../../../server/src/db/outage.ts";
import {
  EventMoved,
  type Ahead,
  type Changes,
  type Store,
  type Versions,
  type Wants,
  type WantsOfEvent,
} from "../../../server/src/log/store.ts";
import type { MemoryDatabase, Transaction } from "./memory-database.ts";
import type { ProcessLifetime } from "./process-lifetime.ts";
import type { NetworkConditions } from "./network-conditions.ts";

interface StoreSurroundings {
  database: MemoryDatabase;
  lifetime: ProcessLifetime;
  conditions: NetworkConditions;
  /** Most entries of one reading: fewer than the server's own, so that readings take several. */
  page?: number;
}

/** The database as one process has it: over a line that takes time, breaks, and may leave unsaid what became of a commit. */
export function createProcessStore({ database, lifetime, conditions, page }: StoreSurroundings) {
  /** Asks the database something else than what a `Store` is asked. */
  async function ask<Answer>(look: () => Answer): Promise<Answer> {
    await reach();
    const { starts } = database;
    const answer = look();
    await heard(starts);
    return answer;
  }

  async function reach() {
    await lifetime.wait(conditions.toDatabase());
    if (database.isDown) throw new DatabaseUnavailable("no connection to write with");
  }

  /** The answer is on its way; it comes over the line that the question went over, or not at all. */
  async function heard(starts: number) {
    await lifetime.wait(conditions.toDatabase());
    if (database.starts !== starts) throw new DatabaseUnavailable("the connection was lost");
  }

  /** Commits what has reached the database, and hears of it or not. */
  async function commit(transaction: Transaction, changes: Changes[], starts: number): Promise<Versions> {
    const fate = conditions.commitFate();
    const versions = fate === "lost before" ? new Map<string, string>() : transaction.commit(changes);
    await heard(starts);
    if (fate !== "told") throw new DatabaseUnavailable("the connection was lost");
    return versions;
  }

  /** Each statement is of another moment, while others commit. */
  async function readAhead({ events, limit }: Pick<Wants, "events" | "limit">): Promise<Ahead> {
    await reach();
    const { starts } = database;
    const each = <Read>(look: (wants: WantsOfEvent) => Read) => events.map(look);
    const done = each((wants) => database.event(wants.eventId).resultsOf(wants));
    await heard(starts);
    const rows = each((wants) => database.event(wants.eventId).rowsOf(wants));
    await heard(starts);
    const selections = each((wants) => database.event(wants.eventId).selectionsOf(wants, limit));
    await heard(starts);
    let prepared: Changes[] = [];
    return {
      read: events.map((_, place) => ({ done: done[place]!, rows: rows[place]!, selections: selections[place]! })),
      prepare: (changes) => void (prepared = changes),
      async commit(assumed) {
        await heard(starts); // the way to the database
        const transaction = await database.lock({ events, waits: false }, lifetime);
        try {
          if (transaction.stands(assumed)) {
            await heard(starts); // what is to be written takes its time
            return await commit(transaction, prepared, starts);
          }
        } finally {
          transaction.rollBack();
        }
        await heard(starts);
        throw new EventMoved("an event does not stand where it did");
      },
      drop() {},
    };
  }

  const store: Store = {
    readAhead,
    readLog: (eventId, range) => ask(() => database.event(eventId).readLog(range, page)),
    readHeads: (eventIds) => ask(() => database.heads(eventIds)),
    async change(wants, decide) {
      await reach();
      const { starts } = database;
      const transaction = await database.lock(wants, lifetime).catch(async (error: unknown) => {
        await lifetime.wait(0); // nothing reaches a process that stands still, bad news neither
        throw error;
      });
      const found = transaction.find(wants);
      try {
        await heard(starts);
        const { result, changes } = decide(found);
        if (changes.length === 0) return { result, versions: new Map() };
        const { starts: sentTo } = database;
        await heard(sentTo); // the way to the database
        return { result, versions: await commit(transaction, changes, sentTo) };
      } finally {
        transaction.rollBack();
      }
    },
  };
  return { ...store, ask };
}
