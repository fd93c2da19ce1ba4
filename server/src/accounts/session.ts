import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Locale } from "@turnout/contract/locale";
import { sql } from "kysely";
import { gathered } from "../db/gathered.ts";
import { cookieName, cookieValue } from "../http/cookies.ts";
import type { AccountDeps } from "./deps.ts";
import { IDLE_DAYS, SESSION_DAYS } from "./login.ts";
import { loginKey, signedToken } from "./session-cookie.ts";

/** How long an answer of the database is believed (ms): the longest that a session ended in another process, unheard, goes on here. */
export const SESSION_BELIEVED = 5_000;
/** Sessions remembered per process; beyond that, the oldest answers are forgotten. */
export const MAX_REMEMBERED = 10_000;
/** Look-ups under way at a time, each of many sessions: one whose connection hangs holds up a share of all only. */
export const LOOK_UPS = 4;
/** How exactly "last seen" is kept (ms). */
export const LAST_SEEN_STEP = 3_600_000;

const DAY = 86_400_000;

export interface SignedInUser {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  locale: Locale;
  sessionId: string;
  signedInAt: Date;
}

export interface Sessions {
  /** Who is signed in, as the cookie of a request or of a socket's upgrade tells. Cheap enough for every request. */
  userOf(request: { headers: IncomingHttpHeaders }): Promise<SignedInUser | null>;
  /** The same for a session that was started just now. */
  userOfToken(token: string): Promise<SignedInUser | null>;
  /** Call after a session's end is committed: closes its sockets in all processes. */
  sessionEnded(sessionId: string): void;
  /** Call after the end of all of a user's sessions is committed. */
  userEnded(userId: string): void;
  /** Call after a user's name or address has changed: read afresh in this process. */
  forgetUser(userId: string): void;
  close(): void;
}

interface Remembered {
  user: Promise<SignedInUser | null>;
  found: SignedInUser | null;
  until: number;
  /** What was asked may have changed since: the answer is not to be used. */
  stale: boolean;
}

/** Knows who is signed in, and tells everyone when that ends. */
export function createSessions(deps: Pick<AccountDeps, "db" | "now" | "publicUrl" | "secret" | "bus">, most = MAX_REMEMBERED): Sessions {
  const remembered = new Map<string, Remembered>();
  const key = loginKey(deps.secret);
  const name = cookieName(deps.publicUrl, "session");
  // After a restart everybody comes back at once: they are looked up together.
  const findTogether = gathered((_share, tokens: string[]) => findSessions(deps, tokens));
  const findSession = (token: string) => findTogether(String(token.charCodeAt(0) % LOOK_UPS), token);

  async function userOf(request: { headers: IncomingHttpHeaders }): Promise<SignedInUser | null> {
    const token = signedToken(cookieValue(request.headers.cookie, name), key);
    return token ? lookUp(hash("sha256", token, "base64"), token) : null;
  }

  /** Asks again if the session ended while the answer was on its way: a socket must not open just after. */
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

  /** Answers still on their way are forgotten as well: they may be from before. */
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

interface SessionRow {
  id: string;
  token: string;
  user_id: string;
  name: string;
  email: string;
  email_verified: boolean;
  locale: string;
  created_at: Date;
  seen_at: Date;
}

/** Who is signed in by each of these tokens, each in its place. */
async function findSessions({ db, now }: Pick<AccountDeps, "db" | "now">, tokens: string[]): Promise<(SignedInUser | null)[]> {
  const time = now();
  const oldest = new Date(time.getTime() - SESSION_DAYS * DAY);
  const found = await sql<SessionRow>`
    select sessions.id, token, user_id, name, email, email_verified, locale, sessions.created_at, sessions.updated_at as seen_at
    from sessions join users on users.id = sessions.user_id
    where token = any(${tokens}) and expires_at > ${time} and sessions.created_at > ${oldest}`.execute(db);
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
  signedInAt: row.created_at,
});

async function markSeen({ db }: Pick<AccountDeps, "db">, sessions: SessionRow[], time: Date) {
  const expires = new Date(time.getTime() + IDLE_DAYS * DAY);
  await sql`update sessions set updated_at = ${time}, expires_at = ${expires} where id = any(${sessions.map(({ id }) => id)})`.execute(db);
}
