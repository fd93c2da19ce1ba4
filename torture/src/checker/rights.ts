import type { Reader } from "../history.ts";
import { acknowledgedBy, type EventTimeline } from "./timeline.ts";
import type { Entry, Viewer } from "./entry.ts";
import { isShutOut } from "./replay-actor.ts";

/** From this position on, until just before that one. */
interface Interval {
  from: number;
  to: number;
}

export type Rights = ReturnType<typeof rightsAt>;

/** Who may read what, recomputed at every position from the log and from what the readers themselves did. */
export function rightsAt(event: EventTimeline) {
  const intervals = intervalsOf(event);
  const byActor = guestsByActor(event);
  const acknowledged = acknowledgements(event);

  /** Whether the command behind a position had been asked for at a moment: before that nobody can have been there. */
  const begunBefore = (seq: number, moment: number) => seq === 0 || begin(event, event.log[seq - 1]) < moment;
  const anyIn = (some: Interval[] | undefined, after: number, moment: number) =>
    some?.some(({ from, to }) => to > after && begunBefore(from, moment)) ?? false;

  /** The places on the list that are this reader's. */
  function guestsOf({ actor, userId, guestId }: Reader): Set<string> {
    const all = new Set([...(byActor.get(actor) ?? []), ...(userId === null ? [] : (intervals.accounts.get(userId) ?? []))]);
    return guestId === null ? all : all.add(guestId);
  }

  /** Whether the reader could be this at some position from `after` on that had begun before a moment. */
  function couldBe(reader: Reader, viewer: Viewer, after: number, moment: number): boolean {
    if (viewer.class === "public") return anyIn(intervals.open, after, moment);
    if (viewer.class === "host") return viewer.personId === reader.userId && anyIn(intervals.hosts.get(reader.userId ?? ""), after, moment);
    if (viewer.personId === null || !guestsOf(reader).has(viewer.personId)) return false;
    return anyIn(intervals.shown, after, moment) && anyIn(intervals.guests.get(viewer.personId), after, moment);
  }

  return {
    guestsOf,
    couldBe,
    begunBefore,
    /** Everything the reader could be in that stretch. */
    candidates(reader: Reader, after: number, moment: number): Viewer[] {
      const all: Viewer[] = [{ class: "host", personId: reader.userId }];
      for (const personId of guestsOf(reader)) all.push({ class: "guest", personId });
      all.push({ class: "public", personId: null });
      return all.filter((viewer) => couldBe(reader, viewer, after, moment));
    },
    /** The position that is known to be committed at a moment: a look at the database after it sees no less. */
    committedBy: (moment: number) => acknowledged.findLast(({ at }) => at < moment)?.seq ?? 0,
  };
}

/** When the command behind an entry was first asked for; the start, when nobody recorded it. */
function begin(event: EventTimeline, entry: Entry | undefined): number {
  return event.intents.get(entry?.commandId ?? "")?.tries[0]?.from ?? -1;
}

function acknowledgements(event: EventTimeline): { at: number; seq: number }[] {
  const all = [...event.intents.values()].flatMap((intent) => {
    const first = acknowledgedBy(intent);
    return first?.answered?.seq === undefined ? [] : [{ at: first.to, seq: first.answered.seq }];
  });
  let highest = 0;
  return all.toSorted((a, b) => a.at - b.at).map(({ at, seq }) => ({ at, seq: (highest = Math.max(highest, seq)) }));
}

function guestsByActor(event: EventTimeline): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { tries, commandId } of event.intents.values()) {
    for (const { invoked, answered } of tries) {
      if (invoked.command !== "answerInvitation" || answered?.outcome === "refused") continue;
      const guestId = answered?.result?.["guestId"];
      found.getOrInsertComputed(invoked.actor, () => new Set()).add(typeof guestId === "string" ? guestId : commandId);
    }
  }
  return found;
}

interface Intervals {
  hosts: Map<string, Interval[]>;
  guests: Map<string, Interval[]>;
  accounts: Map<string, Set<string>>;
  /** While the page is shown to guests at all. */
  shown: Interval[];
  /** While it is open to those who are on no list. */
  open: Interval[];
}

function intervalsOf(event: EventTimeline): Intervals {
  const intervals: Intervals = { hosts: new Map(), guests: new Map(), accounts: new Map(), shown: [], open: [] };
  const claimed = new Set<string>();
  for (const { seq, body, actor } of event.log) {
    if (body.type === "event.created" && actor.personId) turn(intervals.hosts.getOrInsert(actor.personId, []), true, seq);
    if (body.type === "host.added") turn(intervals.hosts.getOrInsert(body.host!.userId, []), true, seq);
    if (body.type === "host.removed") turn(intervals.hosts.getOrInsert(body.userId!, []), false, seq);
    if (body.type === "guest.claimed") {
      claimed.add(body.guestId!);
      intervals.accounts.getOrInsertComputed(body.userId!, () => new Set()).add(body.guestId!);
      turn(intervals.guests.getOrInsert(body.guestId!, []), true, seq);
    }
    if (body.guest && body.type !== "guest.removed" && !isShutOut(event, body.guest.guestId, claimed.has(body.guest.guestId), seq + 1))
      turn(intervals.guests.getOrInsert(body.guest.guestId, []), true, seq);
    if (body.type === "guest.removed") turn(intervals.guests.getOrInsert(body.guestId!, []), false, seq);
    if (body.type === "invitation.revoked") claimed.delete(body.guestId!);
    if (body.type === "invitation.revoked" && isShutOut(event, body.guestId!, claimed.has(body.guestId!), seq + 1))
      turn(intervals.guests.getOrInsert(body.guestId!, []), false, seq);
    if (!body.details) continue;
    const shown = body.details.status !== "draft";
    turn(intervals.shown, shown, seq);
    turn(intervals.open, shown && body.details.visibility !== "invited", seq);
  }
  return intervals;
}

function turn(intervals: Interval[], on: boolean, seq: number) {
  const last = intervals.at(-1);
  const isOn = last?.to === Infinity;
  if (on && !isOn) intervals.push({ from: seq, to: Infinity });
  if (!on && isOn) last.to = seq;
}
