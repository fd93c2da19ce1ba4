import { DatabaseUnavailable } from "../../../server/src/db/outage.ts";
import type { Store } from "../../../server/src/log/store.ts";
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

  async function finish(transaction: Transaction, commit: () => void) {
    const { starts } = database;
    await heard(starts); // the way to the database
    const fate = conditions.commitFate();
    if (fate === "lost before") transaction.rollBack();
    else commit();
    await heard(starts);
    if (fate !== "told") throw new DatabaseUnavailable("the connection was lost");
  }

  const store: Store = {
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
        if (changes.length > 0) await finish(transaction, () => transaction.commit(changes));
        return result;
      } finally {
        transaction.rollBack();
      }
    },
  };
  return { ...store, ask };
}
