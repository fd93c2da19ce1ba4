import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { eventRow } from "../events/queries.ts";
import { makePersonalLinks, type LinkToMake } from "../invitations/personal-links.ts";
import { cancelsByAddress } from "../calendar/entry-revision.ts";
import { suppressedAmong } from "../mail/suppression.ts";
import {
  bulletinsToSend,
  entriesAbout,
  guestsToTell,
  hostsToName,
  invitationWords,
  lastNewsAfter,
  lastTold,
  listedBefore,
  newsUpTo,
  type Moment,
  type News,
} from "./queries.ts";
import { stillMeant } from "./bulletin-audience.ts";
import type { AnySecrets } from "../secrets.ts";

/** Most entries whose history a process caches while it sends bulk email. */
const NEWS_KEPT = 50;

export type Reads = ReturnType<typeof createReads>;

/**
 * The reads that emails are written from. Emails are written concurrently, and what they ask for at the same time is
 * read in one batch: a thousand invitations cost the database a few dozen statements.
 */
export function createReads(db: Kysely<Database>, secret: AnySecrets) {
  const event = createBatchLoader(async (eventId, keys: null[]) => {
    const row = await eventRow(db, eventId);
    return keys.map(() => row);
  });
  const hosts = createBatchLoader(async (eventId, keys: null[]) => {
    const rows = await hostsToName(db, eventId);
    return keys.map(() => rows);
  });
  const guest = createBatchLoader(async (eventId, ids: string[]) => {
    const found = new Map((await guestsToTell(db, eventId, ids)).map((one) => [one.id, one]));
    return ids.map((id) => found.get(id));
  });
  const earlier = createBatchLoader(async (eventId, ids: string[]) => {
    const found = await listedBefore(db, eventId, ids);
    return ids.map((id) => found.get(id) ?? []);
  });
  const words = createBatchLoader(async (eventId, seqs: number[]) => {
    const found = await invitationWords(db, eventId, seqs);
    return seqs.map((seq) => found.get(seq) ?? { message: "", by: null });
  });
  const told = createBatchLoader(async (eventId, guestIds: string[]) => {
    const found = await lastTold(db, eventId, guestIds);
    return guestIds.map((id) => found.get(id));
  });
  /** Cached: history does not change, and thousands of emails ask for the same. */
  const kept = new Map<string, Promise<News[]>>();
  function news(eventId: string, seq: number): Promise<News[]> {
    const key = `${eventId} ${seq}`;
    const known = kept.get(key);
    if (known) return known;
    const read = newsUpTo(db, eventId, seq);
    if (kept.size >= NEWS_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(key, read);
    read.catch(() => kept.delete(key));
    return read;
  }
  const laterNews = createBatchLoader(async (eventId, seqs: number[]) => {
    const last = await lastNewsAfter(db, eventId, Math.min(...seqs));
    return seqs.map((seq) => last !== null && last > seq);
  });
  const suppressed = createBatchLoader((_all, recipients: { email: string; scopes: string[] }[]) =>
    suppressedAmong(db, secret, recipients),
  );
  const happened = createBatchLoader(async (eventId, moments: (Moment & { kinds: readonly string[] })[]) => {
    const entries = await entriesAbout(db, eventId, moments);
    return moments.map(({ guestId, seq, kinds }) =>
      entries.some((entry) => entry.about === guestId && entry.seq > seq && kinds.includes(entry.type)),
    );
  });
  const cancels = createBatchLoader(async (eventId, emails: string[]) => {
    const found = await cancelsByAddress(db, eventId);
    return emails.map((email) => found.get(email) ?? 0);
  });
  const bulletin = createBatchLoader(async (eventId, ids: string[]) => {
    const found = new Map((await bulletinsToSend(db, eventId, ids)).map((one) => [one.id, one]));
    return ids.map((id) => found.get(id));
  });
  const meant = createBatchLoader(async (eventId, asked: { bulletinId: string; guestId: string }[]) => {
    const still = new Map<string, Set<string>>();
    for (const [bulletinId, those] of Map.groupBy(asked, (one) => one.bulletinId)) {
      const guestIds = those.map(({ guestId }) => guestId);
      still.set(bulletinId, await stillMeant(db, eventId, bulletinId, guestIds));
    }
    return asked.map(({ bulletinId, guestId }) => still.get(bulletinId)!.has(guestId));
  });
  const link = createBatchLoader((eventId, links: LinkToMake[]) => makePersonalLinks(db, eventId, links));

  return {
    event: (eventId: string) => event(eventId, null),
    /** The hosts, first host first. */
    hosts: (eventId: string) => hosts(eventId, null),
    guest,
    /** Guests who were on the list with a guest's address before that guest added themselves. */
    listedBefore: earlier,
    /** What a host wrote to guests. */
    bulletin,
    /** Whether a guest still stands where it wants them, and is of its part. */
    isStillMeant: meant,
    /** Who invited, and their message. */
    words,
    /** The time and place that a guest was last sent. */
    told,
    /** The changes of time or place up to an entry. */
    news,
    /** Whether guests are notified of a later change of time or place than an entry's. */
    hasLaterNews: laterNews,
    isSuppressed: (email: string, scopes: string[]) => suppressed("", { email, scopes }),
    /** Whether any entry of these kinds about this guest came after `seq`. */
    happenedSince: ({ eventId, ...moment }: Moment & { eventId: string }, kinds: readonly string[]) =>
      happened(eventId, { ...moment, kinds }),
    /** How often the entry in the calendar of an address was cancelled for that address alone. */
    cancels,
    /** False when access has changed since the guest was read: a new link would readmit a guest who was just revoked. */
    makeLink: link,
  };
}
