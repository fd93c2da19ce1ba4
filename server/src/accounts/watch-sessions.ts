import type { Duplex } from "node:stream";
import { sql } from "kysely";
import type { Clock } from "../clock.ts";
import type { AccountDeps } from "./deps.ts";
import { goesOnAt } from "./session-lifetime.ts";
import type { Columns } from "../db/row-types.ts";

/** Interval at which the sessions of open sockets are checked (ms): the longest that a socket outlives its session if the message is lost. */
const SESSION_WATCH = 5_000;

interface WatchDeps extends Pick<AccountDeps, "db" | "now"> {
  clock: Clock;
  onEnded(sessionId: string): void;
  onError(error: unknown): void;
}

/**
 * Tracks the sessions of this process's open sockets and reports those that have ended: a message between processes can
 * be lost, and sessions expire.
 */
export function watchSessions({ db, now, clock, onEnded, onError }: WatchDeps) {
  const open = new Map<string, number>();
  let isLooking = false;

  async function look() {
    if (isLooking || open.size === 0) return;
    isLooking = true;
    try {
      const ids = [...open.keys()];
      const going = await stillGoing(ids);
      for (const id of ids) if (!going.has(id)) onEnded(id);
    } catch (error) {
      onError(error);
    } finally {
      isLooking = false;
    }
  }

  async function stillGoing(ids: string[]): Promise<Set<string>> {
    const found = await sql<Columns<"sessions", "id">>`
      select id from sessions where id = any(${ids}) and ${goesOnAt(now())}`.execute(db);
    return new Set(found.rows.map(({ id }) => id));
  }

  const stop = clock.every(SESSION_WATCH, () => void look());
  return {
    /** Call when a socket is opened in this session. */
    opened(sessionId: string, socket: Duplex) {
      open.set(sessionId, (open.get(sessionId) ?? 0) + 1);
      socket.once("close", () => {
        const others = open.get(sessionId)! - 1;
        if (others > 0) open.set(sessionId, others);
        else open.delete(sessionId);
      });
    },
    stop,
  };
}
