import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { gathered } from "../db/gathered.ts";
import { eventRow } from "../events/queries.ts";
import { makePersonalLinks, type LinkToMake } from "../invitations/personal-links.ts";
import { suppressedAmong } from "../mail/suppression.ts";
import {
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

/** Changes whose story a process remembers while it mails a crowd. */
const NEWS_KEPT = 50;

export type Reads = ReturnType<typeof createReads>;

/**
 * What mails are written from. A crowd of mails is written side by side, and what they ask for at the same time is
 * read together: a thousand invitations cost the database a few dozen statements.
 */
export function createReads(db: Kysely<Database>, secret: string) {
  const event = gathered(async (eventId, keys: null[]) => {
    const row = await eventRow(db, eventId);
    return keys.map(() => row);
  });
  const hosts = gathered(async (eventId, keys: null[]) => {
    const rows = await hostsToName(db, eventId);
    return keys.map(() => rows);
  });
  const guest = gathered(async (eventId, ids: string[]) => {
    const found = new Map((await guestsToTell(db, eventId, ids)).map((one) => [one.id, one]));
    return ids.map((id) => found.get(id));
  });
  const earlier = gathered(async (eventId, ids: string[]) => {
    const found = await listedBefore(db, eventId, ids);
    return ids.map((id) => found.get(id) ?? []);
  });
  const words = gathered(async (eventId, seqs: number[]) => {
    const found = await invitationWords(db, eventId, seqs);
    return seqs.map((seq) => found.get(seq) ?? { message: "", by: null });
  });
  const told = gathered(async (eventId, guestIds: string[]) => {
    const found = await lastTold(db, eventId, guestIds);
    return guestIds.map((id) => found.get(id));
  });
  /** What has happened does not change, and a whole crowd asks for the same. */
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
  const laterNews = gathered(async (eventId, seqs: number[]) => {
    const last = await lastNewsAfter(db, eventId, Math.min(...seqs));
    return seqs.map((seq) => last !== null && last > seq);
  });
  const suppressed = gathered((_all, wishes: { email: string; scopes: string[] }[]) => suppressedAmong(db, secret, wishes));
  const happened = gathered(async (eventId, moments: (Moment & { kinds: readonly string[] })[]) => {
    const entries = await entriesAbout(db, eventId, moments);
    return moments.map(({ guestId, seq, kinds }) =>
      entries.some((entry) => entry.about === guestId && Number(entry.seq) > seq && kinds.includes(entry.type)),
    );
  });
  const link = gathered((eventId, wishes: LinkToMake[]) =>
    db.transaction().execute(async (tx) => {
      const ids = wishes.map(({ guestId }) => guestId);
      const locked = await sql<{ id: string; access_version: number }>`
        select id, access_version from guests where id = any(${ids}::uuid[]) order by id for share`.execute(tx);
      const versions = new Map(locked.rows.map((row) => [row.id, row.access_version]));
      const open = wishes.filter(({ guestId, accessVersion }) => versions.get(guestId) === accessVersion);
      const made = await makePersonalLinks(tx, eventId, open);
      return wishes.map((wish) => made.has(wish.guestId) && open.includes(wish));
    }),
  );

  return {
    event: (eventId: string) => event(eventId, null),
    /** Who hosts, the first of them first. */
    hosts: (eventId: string) => hosts(eventId, null),
    guest,
    /** Who had the address of a guest on the list before that guest put themselves there. */
    listedBefore: earlier,
    /** Who invited, and with which words. */
    words,
    /** When and where a guest was last told to come. */
    told,
    /** What an entry says of a new time or place. */
    news,
    /** Whether guests are to hear of a newer time or place than that of an entry. */
    hasLaterNews: laterNews,
    isSuppressed: (email: string, scopes: string[]) => suppressed("", { email, scopes }),
    /** Whether any entry of these kinds about this guest came after `seq`. */
    happenedSince: ({ eventId, ...moment }: Moment & { eventId: string }, kinds: readonly string[]) =>
      happened(eventId, { ...moment, kinds }),
    /** False when access has changed since the guest was read: a link made now would let in whom the host has just put out. */
    makeLink: link,
  };
}
