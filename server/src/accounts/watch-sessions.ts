import type { Duplex } from "node:stream";
import { sql } from "kysely";
import type { AccountDeps } from "./deps.ts";
import { SESSION_DAYS } from "./login.ts";

/** How often the sessions of open sockets are looked up (ms): the longest that one goes on here whose end nobody heard of. */
export const SESSION_WATCH = 5_000;
const DAY = 86_400_000;

interface WatchDeps extends Pick<AccountDeps, "db" | "now"> {
  onEnded(sessionId: string): void;
  onError(error: unknown): void;
}

/**
 * Knows the sessions that this process has open sockets of, and finds those that are over: word of an end can be lost
 * between processes, and some just run out.
 */
export function watchSessions({ db, now, onEnded, onError }: WatchDeps) {
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
    const time = now();
    const found = await sql<{ id: string }>`
      select id from sessions
      where id = any(${ids}) and expires_at > ${time} and created_at > ${new Date(time.getTime() - SESSION_DAYS * DAY)}`.execute(db);
    return new Set(found.rows.map(({ id }) => id));
  }

  const timer = setInterval(() => void look(), SESSION_WATCH);
  return {
    /** A socket was opened in this session. */
    opened(sessionId: string, socket: Duplex) {
      open.set(sessionId, (open.get(sessionId) ?? 0) + 1);
      socket.once("close", () => {
        const others = open.get(sessionId)! - 1;
        if (others > 0) open.set(sessionId, others);
        else open.delete(sessionId);
      });
    },
    stop: () => clearInterval(timer),
  };
}
