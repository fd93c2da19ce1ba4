import { createHash, randomBytes, randomUUID } from "node:crypto";
import { MAX_DOOR_LINKS, type DoorLink } from "@turnout/contract/door-links";
import { ASSUMED_HOURS } from "@turnout/contract/event-end";
import { ROSTER_HOURS } from "@turnout/contract/door-facts";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Renamed } from "../db/row-types.ts";
import type { Caller } from "../log/caller.ts";

type Db = Kysely<Database>;

/** Whoever is removed and hosts again later answers for no link of before. */
const byItsHost = sql`hosts.event_id = link.event_id and hosts.id = link.created_by and hosts.added_at <= link.created_at`;

const hashOf = (token: string) => createHash("sha256").update(token).digest();

interface NewDoorLink {
  eventId: string;
  gate: string;
  withList?: boolean;
  createdBy: string;
  now: Date;
}

/** Makes a door link. Returns its id, and the token, of which only the hash is stored. */
export async function makeDoorLink(
  db: Db,
  { eventId, gate, withList = false, createdBy, now }: NewDoorLink,
): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString("base64url");
  const id = randomUUID();
  await db.transaction().execute(async (tx) => {
    // One at a time, so that there are no more than there may be.
    await sql`select from events where id = ${eventId} for no key update`.execute(tx);
    const { rows } = await sql<Computed<"count", "integer">>`
      select count(*)::int as count from door_links link join hosts on ${byItsHost}
      where link.event_id = ${eventId} and ended_at is null`.execute(tx);
    if (rows[0]!.count >= MAX_DOOR_LINKS) refuse("door_links_full", { most: MAX_DOOR_LINKS });
    // Another server's clock, by which they became a host, may be ahead.
    const made = await sql`
      insert into door_links (id, event_id, token_hash, gate, with_list, created_by, created_at)
      select ${id}::uuid, event_id, ${hashOf(token)}::bytea, ${gate}::text, ${withList}::boolean, hosts.id, greatest(${now}::timestamptz, added_at)
      from hosts where event_id = ${eventId} and hosts.id = ${createdBy}`.execute(tx);
    if (made.numAffectedRows !== 1n) refuse("not_allowed");
    await audit(tx, { action: "doorLink.made", actorId: createdBy, eventId });
  });
  return { id, token };
}

type ListedDoorLink = Columns<"door_links", "id" | "gate" | "with_list" | "created_at" | "used_at"> & Renamed<"hosts", { made_by: "name" }>;

/** The door links that are open, the one made last first. */
export async function openDoorLinks(db: Db, eventId: string): Promise<DoorLink[]> {
  const found = await sql<ListedDoorLink>`
    select link.id, gate, with_list, hosts.name as made_by, created_at, used_at
    from door_links link join hosts on ${byItsHost}
    where link.event_id = ${eventId} and ended_at is null order by created_at desc, link.id`.execute(db);
  return found.rows.map((row) => ({
    id: row.id,
    gate: row.gate,
    withList: row.with_list,
    madeBy: row.made_by,
    createdAt: row.created_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
  }));
}

/** Ends a door link for good. One that has ended, or is not there, stays so. */
export async function endDoorLink(db: Db, { eventId, id, endedBy, now }: { eventId: string; id: string; endedBy: string; now: Date }) {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<Columns<"door_links", "id">>`
      update door_links set ended_at = ${now} where event_id = ${eventId} and id = ${id} and ended_at is null returning id`.execute(tx);
    if (rows.length > 0) await audit(tx, { action: "doorLink.ended", actorId: endedBy, eventId });
  });
}

export type FoundDoorLink = Columns<"door_links", "id" | "gate"> &
  Renamed<"door_links", { eventId: "event_id"; withList: "with_list" }> &
  Columns<"events", "title"> &
  Renamed<"users", { hostId: "id"; hostName: "name"; hostEmail: "email" }>;

/** The door link of a token. Refused once it has ended, its host hosts no more, or the event has been over for as long as devices keep a roster. */
export async function doorLinkOf(db: Db, token: string, now: Date): Promise<FoundDoorLink> {
  const found = await sql<FoundDoorLink>`
    select link.id, gate, link.event_id as "eventId", with_list as "withList", title, users.id as "hostId", users.name as "hostName", users.email as "hostEmail"
    from door_links link
    join events on events.id = link.event_id
    join hosts on ${byItsHost}
    join users on users.id = link.created_by
    where token_hash = ${hashOf(token)} and ended_at is null
      and coalesce(ends_at, starts_at + ${`${ASSUMED_HOURS} hours`}::interval, ${now}) + ${`${ROSTER_HOURS} hours`}::interval > ${now}`.execute(
    db,
  );
  return found.rows[0] ?? refuse("link_invalid");
}

/** The door link of a token that has the guest list; refused as above, and where hosts have not given it that. */
export async function listLinkOf(db: Db, token: string, now: Date): Promise<FoundDoorLink> {
  const link = await doorLinkOf(db, token, now);
  return link.withList ? link : refuse("not_allowed");
}

export async function noteDoorLinkUse(db: Db, { id }: Pick<FoundDoorLink, "id">, now: Date): Promise<void> {
  await sql`update door_links set used_at = ${now} where id = ${id}`.execute(db);
}

/** Who changes the event by a door link: the host who made it, as long as they host. */
export function callerOfDoorLink({ id, hostId, hostName, hostEmail }: FoundDoorLink): Caller {
  const user = { id: hostId, name: hostName, email: hostEmail };
  return { key: `door link:${id}`, user, guestId: null, accessVersion: null, shareVersion: null };
}
