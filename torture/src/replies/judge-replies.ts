import type { WrittenMail } from "./mail.ts";

/** What became of one mail at the doors: how often it was taken, and what was said when it was refused. */
export interface Delivered extends WrittenMail {
  accepted: number;
  refused: string[];
}

/** The log and the tables as they are at the end, as far as mails have made them. */
export interface Recorded {
  /** In the log's order. */
  entries: RecordedEntry[];
  guests: { id: string; standing: string; note: string; delivery: string }[];
  /** Addresses that get no more email because one came back. */
  bounced: number;
}

export interface RecordedEntry {
  type: string;
  guestId: string;
  /** a reply's comment, or plain words. */
  words: string;
  delivery: string | null;
}

/** What was not as it has to be: rules M1 to M5. */
export function judgeReplies(mails: readonly Delivered[], { entries, guests, bounced }: Recorded): string[] {
  const wrong: string[] = [];
  const of = (kind: WrittenMail["kind"]) => mails.filter((mail) => mail.kind === kind);
  const times = (type: string, { guestId, words }: WrittenMail) =>
    entries.filter((entry) => entry.type === type && entry.guestId === guestId && entry.words === words).length;
  const named = ({ kind, guestId, words }: WrittenMail) => `${kind} ${words} of ${guestId}`;

  for (const mail of mails) {
    for (const said of mail.refused) wrong.push(`M1 a mail of ours was refused: ${named(mail)}: ${said}`);
    if (mail.accepted === 0) wrong.push(`M1 a mail was never taken, with all mended: ${named(mail)}`);
  }
  for (const [kind, type] of [
    ["words", "guest.wrote"],
    ["delegation", "reply.held"],
    ["otherAddress", "reply.held"],
  ] as const) {
    for (const mail of of(kind).filter(({ accepted }) => accepted > 0)) {
      const found = times(type, mail);
      if (found !== 1) wrong.push(`M2 a mail that was taken ${mail.accepted} times is ${found} entries, not one: ${named(mail)}`);
    }
  }
  for (const mail of of("reply")) {
    const found = times("rsvp.answered", mail);
    if (found > 1) wrong.push(`M3 one reply is ${found} answers: ${named(mail)}`);
  }
  for (const guest of guests) {
    const taken = (kind: WrittenMail["kind"]) => of(kind).filter(({ guestId, accepted }) => guestId === guest.id && accepted > 0);
    const [delegation] = taken("delegation");
    const ofGuest = entries.filter(({ guestId }) => guestId === guest.id);
    wrong.push(
      ...(delegation ? wrongDelegation(guest, delegation, taken("reply"), ofGuest) : wrongAnswers(guest, taken("reply"), ofGuest)),
    );
    const reports = [...of("failed"), ...of("delayed")].filter(({ guestId, accepted }) => guestId === guest.id && accepted > 0);
    wrong.push(...wrongDelivery(guest, reports, entries));
  }
  const failed = new Set(
    of("failed")
      .filter(({ accepted }) => accepted > 0)
      .map(({ guestId }) => guestId),
  ).size;
  if (bounced !== failed) wrong.push(`M5 ${failed} addresses refused their email, and ${bounced} get no more`);
  return wrong;
}

/** RFC 5546, 2.1.5: by SEQUENCE, then by DTSTAMP. */
const isNewer = (one: WrittenMail, other: WrittenMail) =>
  one.sequence > other.sequence || (one.sequence === other.sequence && one.writtenAt > other.writtenAt);

function wrongAnswers(guest: Recorded["guests"][number], replies: Delivered[], entries: RecordedEntry[]): string[] {
  const newest = replies.reduce<Delivered | null>((best, one) => (best === null || isNewer(one, best) ? one : best), null);
  if (!newest) return [];
  const wrong: string[] = [];
  if (guest.standing !== newest.answer || guest.note !== newest.words)
    wrong.push(`M4 the newest reply is ${newest.answer} (${newest.words}), and ${guest.id} stands as ${guest.standing} (${guest.note})`);
  return [...wrong, ...wrongOrder(replies, entries)];
}

/** It waits for a host, and no host decides: the guest stands as they did, and no reply from before it takes the question away. */
function wrongDelegation(
  guest: Recorded["guests"][number],
  delegation: Delivered,
  replies: Delivered[],
  entries: RecordedEntry[],
): string[] {
  const wrong = wrongOrder(replies, entries);
  const held = entries.findIndex(({ type, words }) => type === "reply.held" && words === delegation.words);
  const after = held < 0 ? [] : appliedIn(entries.slice(held), replies).filter((one) => isNewer(delegation, one));
  for (const one of after) wrong.push(`M4 an older reply counted after somebody else was sent: ${one.words} after ${delegation.words}`);
  const last = appliedIn(entries, replies).at(-1);
  if (last && (guest.standing !== last.answer || guest.note !== last.words))
    wrong.push(
      `M4 the last reply that counted is ${last.answer} (${last.words}), and ${guest.id} stands as ${guest.standing} (${guest.note})`,
    );
  return wrong;
}

/** The replies that became answers, in the log's order. */
const appliedIn = (entries: RecordedEntry[], replies: Delivered[]): Delivered[] =>
  entries.filter(({ type }) => type === "rsvp.answered").flatMap(({ words }) => replies.find((reply) => reply.words === words) ?? []);

function wrongOrder(replies: Delivered[], entries: RecordedEntry[]): string[] {
  const applied = appliedIn(entries, replies);
  return applied.flatMap((one, at) => {
    const before = applied[at - 1];
    return before && isNewer(before, one) ? [`M4 an older reply counted after a newer one: ${one.words} after ${before.words}`] : [];
  });
}

function wrongDelivery(guest: Recorded["guests"][number], reports: Delivered[], entries: RecordedEntry[]): string[] {
  if (reports.length === 0) return [];
  const expected = reports.some(({ kind }) => kind === "failed") ? "failed" : "delayed";
  const found = entries.filter((entry) => entry.guestId === guest.id && entry.delivery === expected).length;
  if (guest.delivery === expected && found === 1) return [];
  return [`M5 the email to ${guest.id} is ${guest.delivery}, told ${found} times, and not ${expected}, told once`];
}
