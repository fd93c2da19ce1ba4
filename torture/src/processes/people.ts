import { createHmac } from "node:crypto";
import pg from "pg";
import { loginKey } from "../../../server/src/accounts/session-cookie.ts";
import { SECRET } from "./origin.ts";
import { askUntilAnswered } from "./links.ts";
import type { Random } from "./random.ts";
import type { Actor, Scene } from "./scene.ts";

/** Somebody in a browser of their own, who is nobody to the event yet. */
export function aPerson(eventId: string, random: Random, name: string): Actor {
  const own = random.fork(name);
  return {
    name: `${name} of ${eventId.slice(0, 8)}`,
    eventId,
    // A browser keeps whatever token it came with, as long as it looks like one.
    cookie: `visit=${Buffer.from(own.uuid() + own.uuid())
      .toString("base64url")
      .slice(-43)}`,
    userId: null,
    guestId: null,
    random: own,
    messages: [],
    link: null,
    version: 0,
    isChanging: false,
    isFollowing: false,
  };
}

/** Gives them an account and signs them in. Written into the database: signing up is not what is tried out here. */
export async function signIn(client: pg.Client, actor: Actor): Promise<void> {
  const userId = actor.random.uuid();
  const token = actor.random.uuid() + actor.random.uuid();
  const name = actor.name.split(" of ")[0];
  await client.query("insert into users (id, name, email, email_verified) values ($1, $2, $3, true)", [userId, name, emailOf(userId)]);
  await client.query("insert into sessions (id, user_id, token, expires_at) values ($1, $2, $3, now() + interval '30 days')", [
    actor.random.uuid(),
    userId,
    token,
  ]);
  const signature = createHmac("sha256", loginKey(SECRET)).update(token).digest("base64");
  actor.userId = userId;
  actor.cookie = `session=${encodeURIComponent(`${token}.${signature}`)}`;
}

export const emailOf = (id: string) => `${id}@example.org`;

/** Makes them a host by an invitation. Its token goes by mail alone, so it is written as if it had been mailed. */
export async function joinAsHost(scene: Scene, client: pg.Client, inviter: Actor, host: Actor): Promise<void> {
  const token = host.random.uuid();
  await client.query(
    `insert into host_invitations (id, event_id, email, token_hash, created_by, expires_at)
     values ($1, $2, $3, sha256(convert_to($4, 'UTF8')), $5, now() + interval '1 day')`,
    [host.random.uuid(), host.eventId, emailOf(host.userId!), token, inviter.userId],
  );
  await askUntilAnswered(scene, host, "POST", `/api/host-invitations/${token}/acceptance`, { commandId: host.random.uuid() });
}
