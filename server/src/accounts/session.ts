import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Locale } from "@turnout/contract/locale";
import { sql } from "kysely";
import { createBatchLoader, LOOK_UP_PAUSE } from "../db/batch-loader.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import { cookieName, cookieValue } from "../http/cookies.ts";
import type { AccountDeps } from "./deps.ts";
import { loginKeys, signedToken } from "./session-cookie.ts";
import { endsUnseen, goesOnAt } from "./session-lifetime.ts";
import type { Columns, Renamed } from "../db/row-types.ts";

/** How long a looked-up session is cached (ms): the longest that a session ended in another process goes on here if the message is lost. */
export const SESSION_BELIEVED = 5_000;
/** Cached sessions per process; beyond that the oldest are evicted. */
export const MAX_REMEMBERED = 10_000;
/** Concurrent batched look-ups: one whose connection hangs delays only its share of the requests. */
export const LOOK_UPS = 4;
/** Resolution of "last seen" (ms). */
export const LAST_SEEN_STEP = 3_600_000;

export interface SignedInUser {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  locale: Locale;
  sessionId: string;
  /** When they proved who they are. */
  signedInAt: Date;
}

export interface Sessions {
  /** The user signed in by the cookie of a request or of a socket's upgrade; null if nobody is. Cheap enough for every request. */
  userOf(request: { headers: IncomingHttpHeaders }): Promise<SignedInUser | null>;
  /** The same by token, for a session that has just been started. */
  userOfToken(token: string): Promise<SignedInUser | null>;
  /** Call after a session's end is committed. Closes its sockets in all processes. */
  sessionEnded(sessionId: string): void;
  /** Call after the end of all of a user's sessions is committed. */
  userEnded(userId: string): void;
  /** Call after a user's name or address has changed. Drops what this process has cached. */
  forgetUser(userId: string): void;
  close(): void;
}

interface Remembered {
  user: Promise<SignedInUser | null>;
  found: SignedInUser | null;
  until: number;
  /** The session may have changed since the look-up began: its result must not be used. */
  stale: boolean;
}

/** Looks up and caches sessions, and publishes their end to all processes. */
export function createSessions(deps: Pick<AccountDeps, "db" | "now" | "publicUrl" | "secret" | "bus">, most = MAX_REMEMBERED): Sessions {
  const remembered = new Map<string, Remembered>();
  const keys = loginKeys(deps.secret);
  const name = cookieName(deps.publicUrl, "session");
  // After a restart everybody reconnects at once: look-ups are batched.
  const findTogether = createBatchLoader((_share, tokens: string[]) => findSessions(deps, tokens), {
    outagePatience: OUTAGE_PATIENCE,
    pause: LOOK_UP_PAUSE,
  });
  const findSession = (token: string) => findTogether(String(token.charCodeAt(0) % LOOK_UPS), token);

  async function userOf(request: { headers: IncomingHttpHeaders }): Promise<SignedInUser | null> {
    const token = signedToken(cookieValue(request.headers.cookie, name), keys());
    return token ? lookUp(hash("sha256", token, "base64"), token) : null;
  }

  /** Looks up again if the session ended during the look-up, so that no socket opens just after. */
  async function lookUp(hash: string, token: string): Promise<SignedInUser | null> {
    const known = remembered.get(hash);
    const entry = known && known.until > deps.now().getTime() ? known : remember(hash, token);
    const user = await entry.user;
    return entry.stale ? lookUp(hash, token) : user;
  }

  function remember(hash: string, token: string): Remembered {
    remembered.delete(hash);
    if (remembered.size >= most) remembered.delete(remembered.keys().next().value!);
    const until = deps.now().getTime() + SESSION_BELIEVED;
    const entry: Remembered = { user: findSession(token), found: null, until, stale: false };
    remembered.set(hash, entry);
    const drop = () => remembered.get(hash) === entry && remembered.delete(hash);
    entry.user.then((user) => {
      entry.found = user;
      if (!user) drop();
    }, drop);
    return entry;
  }

  /** Look-ups under way are invalidated too: they may have read the old state. */
  function forget(isMeant: (user: SignedInUser) => boolean) {
    for (const [hash, entry] of remembered) {
      if (entry.found && !isMeant(entry.found)) continue;
      entry.stale = true;
      remembered.delete(hash);
    }
  }

  const forgetUser = (userId: string) => forget((user) => user.id === userId);
  const stop = deps.bus.subscribe((message) => {
    if (message.type === "sessionEnded") forget((user) => user.sessionId === message.sessionId);
    if (message.type === "userEnded") forgetUser(message.userId);
  });

  return {
    userOf,
    userOfToken: findSession,
    sessionEnded: (sessionId) => deps.bus.publish({ type: "sessionEnded", sessionId }),
    userEnded: (userId) => deps.bus.publish({ type: "userEnded", userId }),
    forgetUser,
    close: stop,
  };
}

type SessionRow = Columns<"sessions", "id" | "token" | "user_id" | "created_at" | "authenticated_at"> &
  Renamed<"sessions", { seen_at: "updated_at" }> &
  Columns<"users", "name" | "email" | "email_verified" | "locale">;

/** The users signed in by these tokens, in the same order; null where a token is not valid. */
async function findSessions({ db, now }: Pick<AccountDeps, "db" | "now">, tokens: string[]): Promise<(SignedInUser | null)[]> {
  const time = now();
  const found = await sql<SessionRow>`
    select sessions.id, token, user_id, name, email, email_verified, locale, sessions.created_at, authenticated_at,
      sessions.updated_at as seen_at
    from sessions join users on users.id = sessions.user_id
    where token = any(${tokens}) and ${goesOnAt(time)}`.execute(db);
  const unseen = found.rows.filter((row) => time.getTime() - row.seen_at.getTime() > LAST_SEEN_STEP);
  if (unseen.length > 0) await markSeen({ db }, unseen, time);
  const users = new Map(found.rows.map((row) => [row.token, signedInUser(row)]));
  return tokens.map((token) => users.get(token) ?? null);
}

const signedInUser = (row: SessionRow): SignedInUser => ({
  id: row.user_id,
  name: row.name,
  email: row.email,
  emailVerified: row.email_verified,
  locale: Locale.catch("en").parse(row.locale),
  sessionId: row.id,
  signedInAt: row.authenticated_at ?? row.created_at,
});

async function markSeen({ db }: Pick<AccountDeps, "db">, sessions: SessionRow[], time: Date) {
  await sql`update sessions set updated_at = ${time}, expires_at = ${endsUnseen(time)} where id = any(${sessions.map(({ id }) => id)})`.execute(
    db,
  );
}
