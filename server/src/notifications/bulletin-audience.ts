import { BulletinPart, NUDGE_DAYS } from "@turnout/contract/bulletins";
import type { Standing } from "@turnout/contract/guests";
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed } from "../db/row-types.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import { confirmedFor, hasCome } from "../guests/queries.ts";

type DueRow = Narrowed<
  Columns<"bulletins", "kind" | "audience" | "part" | "ended_at">,
  { audience: Standing[]; part: BulletinPart | null }
>;
/** With the day of the event's start. */
export type Due = DueRow & { day: string | null };

/** One that has begun. Throws where its part says something that this version does not know: it would reach too many. */
export async function dueBulletin(db: Kysely<Database>, eventId: string, bulletinId: string): Promise<Due | undefined> {
  const found = await sql<DueRow>`
    select kind, audience, part, ended_at from bulletins where event_id = ${eventId} and id = ${bulletinId} and begun_at is not null`.execute(
    db,
  );
  const bulletin = found.rows[0];
  const event = bulletin && (await eventRow(db, eventId));
  return bulletin && { ...bulletin, part: bulletin.part && BulletinPart.parse(bulletin.part), day: event ? dayOf(event) : null };
}

/**
 * The condition on guests whom a bulletin is for: reachable, where it wants them to stand, and of those without an answer only whoever was
 * emailed before. Whoever was invited a moment ago is not asked again.
 */
export function isFor(eventId: string, audience: Audience, now: Date): RawBuilder<unknown> {
  return sql`event_id = ${eventId} and removed_at is null and email is not null and delivery <> 'revoked'
    and (standing <> 'none' or delivery in ('queued', 'sent')) and ${isMeant(audience, now)}`;
}

/** The condition on guests whom a bulletin is meant for and who have no address that it could go to. */
export const isWithoutEmail = (eventId: string, audience: Audience, now: Date): RawBuilder<unknown> =>
  sql`event_id = ${eventId} and removed_at is null and email is null and delivery <> 'revoked' and ${isMeant(audience, now)}`;

interface Audience {
  kind: string;
  audience: Standing[];
  part: BulletinPart | null;
  /** The day of the event's start. */
  day: string | null;
}

/** The condition on guests who stand where a bulletin wants them and are of its part, however they are reached. */
export function isMeant(one: Audience, now: Date): RawBuilder<unknown> {
  const isOldEnough = one.kind === "nudge" ? sql`and added_at <= ${new Date(now.getTime() - NUDGE_DAYS * 86_400_000)}` : sql``;
  return sql`${standsIn(one)} ${isOldEnough}`;
}

const standsIn = ({ audience, part, day }: Omit<Audience, "kind">) => sql`standing = any(${audience}) and ${isIn(part ?? {}, day)}`;

/** The condition on guests of this part. */
function isIn({ arrived, came, confirmed, tag, answer, guestIds }: BulletinPart, day: string | null): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (arrived !== undefined) conditions.push(arrived ? sql`arrived > 0` : sql`arrived = 0`);
  if (came) conditions.push(hasCome);
  if (confirmed !== undefined) conditions.push(confirmedFor(day, confirmed ? "yes" : "no"));
  if (tag !== undefined) conditions.push(sql`tags @> ${JSON.stringify([tag])}::jsonb`);
  if (guestIds) conditions.push(sql`id = any(${guestIds}::uuid[])`);
  if (answer) {
    // Of each person one value, or of questions with several options a list of them.
    const [one, several] = [[answer.value], [[answer.value]]].map((values) => JSON.stringify({ [answer.question]: values }));
    conditions.push(sql`(question_answers @> ${one}::jsonb or question_answers @> ${several}::jsonb)`);
  }
  return sql.join(conditions, sql` and `);
}

/** Those of these guests who still stand where a bulletin that has begun wants them, and are of its part. */
export async function stillMeant(db: Kysely<Database>, eventId: string, bulletinId: string, guestIds: string[]): Promise<Set<string>> {
  const bulletin = await dueBulletin(db, eventId, bulletinId);
  if (!bulletin) return new Set();
  const found = await sql<Columns<"guests", "id">>`
    select id from guests where event_id = ${eventId} and id = any(${guestIds}::uuid[]) and ${standsIn(bulletin)}`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}

/** How many of these there are, by where they stand. */
export async function peopleBy(db: Kysely<Database>, whom: RawBuilder<unknown>): Promise<Map<string, number>> {
  const found = await sql<Columns<"guests", "standing"> & Computed<"people", "integer">>`
    select standing, count(*)::int as people from guests where ${whom} group by standing`.execute(db);
  return new Map(found.rows.map(({ standing, people }) => [standing, people]));
}
