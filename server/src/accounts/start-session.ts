import { randomBytes, randomUUIDv7 } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import type { FastifyReply } from "fastify";
import type { AuditedAction } from "../audit/audit.ts";
import type { AccountsContext } from "./context.ts";
import { endSession } from "./own-sessions.ts";
import { sendSessionCookie } from "./session-cookie.ts";
import { endsUnseen } from "./session-lifetime.ts";
import type { SignedInUser } from "./session.ts";

/** Longest `User-Agent` stored with a session (characters). */
const MAX_USER_AGENT = 300;

/** What else is known of how somebody was authenticated. */
interface Authentication {
  /** When they proved who they are, if not just now: a provider may have let them through. */
  authenticatedAt?: Date;
  /** They proved it with a passkey, just now. */
  byPasskey?: boolean;
}

/**
 * Signs this browser in as a user who has just been authenticated. The token is always new and the browser's previous
 * session ends, so that a cookie planted in it or copied from it is worthless afterwards.
 */
export async function startSession(
  context: AccountsContext,
  userId: string,
  reply: FastifyReply,
  { authenticatedAt, byPasskey = false }: Authentication = {},
): Promise<SignedInUser> {
  const { db, now, sessions, publicUrl, secret } = context;
  const action: AuditedAction = "session.started";
  const before = await sessions.userOf(reply.request);
  const token = randomBytes(32).toString("base64url");
  const time = now();
  const userAgent = (reply.request.headers["user-agent"] ?? "").slice(0, MAX_USER_AGENT);
  // Selected from `users`: a user who was deleted meanwhile gets no session.
  await sql`
    with started as (
    insert into sessions (id, user_id, token, expires_at, user_agent, created_at, updated_at, authenticated_at,
      passkey_at)
    select ${randomUUIDv7()}::uuid, id, ${token}, ${endsUnseen(time)}::timestamptz, ${userAgent}, ${time}::timestamptz, ${time}::timestamptz,
      ${authenticatedAt ?? null}::timestamptz, ${byPasskey ? time : null}::timestamptz
    from users where id = ${userId} returning user_id)
    insert into audit (actor_id, action) select user_id, ${action} from started`.execute(db);
  if (before) await endSession(context, before, before.sessionId);
  const user = (await sessions.userOfToken(token)) ?? refuse("sign_in_failed");
  sendSessionCookie({ publicUrl, secret, token }, reply);
  return user;
}
