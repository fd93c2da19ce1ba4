import { createHmac, timingSafeEqual } from "node:crypto";
import { sql, type Kysely } from "kysely";
import { createBatchLoader } from "../db/batch-loader.ts";
import type { Database } from "../db/database.ts";
import { lookUp } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Columns } from "../db/row-types.ts";
import { uuidOf } from "../db/uuid.ts";
import { isAccepted, signingSecret, type AnySecrets } from "../secrets.ts";

const bytesOf = (eventId: string) => Buffer.from(eventId.replaceAll("-", ""), "hex");

/**
 * The token of an event's open share link: the event's id and 128 bits that only the server can compute.
 * Nothing is stored; a new version of the link invalidates all earlier ones.
 */
export function shareToken(secret: AnySecrets, eventId: string, version: number): string {
  return tokenBy(signingSecret(secret), eventId, version);
}

function tokenBy(secret: string, eventId: string, version: number): string {
  const id = bytesOf(eventId);
  const signature = createHmac("sha256", secret).update("share-link").update(id).update(String(version)).digest().subarray(0, 16);
  return Buffer.concat([id, signature]).toString("base64url");
}

/** The event id in a share token, without verifying it; null if it does not have a token's form. */
export function eventOfShareToken(token: string): string | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 32 || bytes.toString("base64url") !== token) return null;
  return uuidOf(bytes.toString("hex"));
}

export function isShareToken(secret: AnySecrets, eventId: string, version: number, token: string): boolean {
  const given = Buffer.from(token);
  return isAccepted(secret, (one) => {
    const expected = Buffer.from(tokenBy(one, eventId, version));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/**
 * The event that a share link opens, with the link's version; null if it opens none. Links that are opened at the same time are
 * looked up together.
 */
export async function eventOfShareLink({ db, secret }: { db: Kysely<Database>; secret: AnySecrets }, token: string) {
  const eventId = eventOfShareToken(token);
  if (!eventId) return null;
  const look = versionsOf.get(db) ?? createBatchLoader((_, ids: string[]) => readVersions(db, ids), { outagePatience: OUTAGE_PATIENCE });
  versionsOf.set(db, look);
  const shareVersion = await look("", eventId);
  return shareVersion !== null && isShareToken(secret, eventId, shareVersion, token) ? { eventId, shareVersion } : null;
}

const versionsOf = new WeakMap<Kysely<Database>, (group: string, eventId: string) => Promise<number | null>>();

async function readVersions(db: Kysely<Database>, eventIds: string[]): Promise<(number | null)[]> {
  const { rows } = await lookUp(db, (on) =>
    sql<Columns<"events", "id" | "share_version">>`
      select id, share_version from events where id = any(${[...new Set(eventIds)]}::uuid[])`.execute(on),
  );
  const versions = new Map(rows.map((row) => [row.id, row.share_version]));
  return eventIds.map((id) => versions.get(id) ?? null);
}
