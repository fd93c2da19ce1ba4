import { changesAudience, endsAccess, entryFor, personIdOf, subjectOf, type Viewer, type ViewerClass } from "@turnout/contract/audience";
import type { StoredEntry } from "@turnout/contract/log";
import type { Hint } from "../log/change-event.ts";
import type { LogPage } from "../log/store.ts";
import { frameText, type Follower } from "./follower.ts";

export interface FeedDeps {
  eventId: string;
  read: (range: { after: number; upTo?: number }) => Promise<LogPage>;
  /** Seconds from commit to the last send of a batch. */
  measureLag?: (seconds: number) => void;
  countReset?: (reason: string) => void;
}

export interface EventFeed {
  /** Called on hints and on a timer. An extra call costs nothing; a lost hint costs only time (L8). */
  wake(hint?: Hint): Promise<void>;
  /** Catches a newcomer up, then lets it follow live without missing an entry in between. */
  join(follower: Follower): Promise<void>;
  leave(follower: Follower): void;
  readonly followers: ReadonlySet<Follower>;
  readonly cursor: number;
}

/** Delivers one event's log, in order, to the followers connected to this process. */
export function createEventFeed(deps: FeedDeps, start: number): EventFeed {
  const followers = new Set<Follower>();
  let cursor = start;
  let reading = false;
  let wokenAgain = false;

  function deliver(entries: StoredEntry[], upTo: number) {
    const frames = createFrames(deps.eventId, cursor, upTo, entries);
    cursor = upTo;
    for (const follower of followers) {
      handOver(deps, frames, follower);
      if (follower.ended) followers.delete(follower);
    }
    const oldest = entries[0];
    if (oldest) deps.measureLag?.(Math.max(0, Date.now() - Date.parse(oldest.at)) / 1000);
  }

  async function wake(hint?: Hint) {
    // The hint carries what this process just committed: used only where it continues exactly.
    if (hint && !reading && hint.after === cursor) return deliver(hint.entries, hint.upTo);
    if (hint && hint.upTo <= cursor) return;
    wokenAgain = true;
    if (reading) return;
    reading = true;
    try {
      while (wokenAgain) await readOn();
    } finally {
      reading = false;
    }
  }

  async function readOn() {
    wokenAgain = false;
    for (;;) {
      const page = await deps.read({ after: cursor });
      if (page.upTo === cursor) return;
      deliver(page.entries, page.upTo);
    }
  }

  async function join(follower: Follower) {
    while (follower.cursor < cursor && !follower.ended) {
      const after = follower.cursor;
      const page = await deps.read({ after, upTo: cursor });
      if (page.upTo === after) break;
      handOver(deps, createFrames(deps.eventId, after, page.upTo, page.entries), follower);
    }
    // No await since the check above, so nothing can slip between.
    if (follower.ended) return;
    followers.add(follower);
    const viewer = { class: follower.viewer.class, personId: personIdOf(follower.viewer) };
    follower.send(frameText({ type: "caughtUp", eventId: deps.eventId, seq: follower.cursor, viewer }));
  }

  return {
    wake,
    join,
    leave: (follower) => void followers.delete(follower),
    followers,
    get cursor() {
      return cursor;
    },
  };
}

/** The frames of one range of the log: made once for each class, and once more for whoever it is about. */
interface Frames {
  after: number;
  upTo: number;
  entries: StoredEntry[];
  subjects: Set<string>;
  turning: StoredEntry[];
  forClass(viewerClass: ViewerClass): string;
  forOne(viewer: Viewer, upTo: number): string;
}

function createFrames(eventId: string, after: number, upTo: number, entries: StoredEntry[]): Frames {
  const built = new Map<ViewerClass, string>();

  function build(viewer: Pick<Viewer, "class" | "guestId">, last: number): string {
    const visible = entries.flatMap((entry) => (entry.seq <= last ? (entryFor(viewer, entry) ?? []) : []));
    return frameText({ type: "entries", eventId, after, upTo: last, entries: visible });
  }

  return {
    after,
    upTo,
    entries,
    subjects: new Set(entries.flatMap((entry) => subjectOf(entry.body) ?? [])),
    turning: entries.filter(({ body }) => turnsSomebodyAway(body.type)),
    forClass(viewerClass) {
      const known = built.get(viewerClass) ?? build({ class: viewerClass, guestId: null }, upTo);
      built.set(viewerClass, known);
      return known;
    },
    forOne: build,
  };
}

const turningTypes = new Set(["guest.removed", "invitation.revoked", "host.removed", "share.renewed", "event.edited"]);
const turnsSomebodyAway = (type: string) => turningTypes.has(type);

function handOver(deps: FeedDeps, frames: Frames, follower: Follower) {
  const { viewer } = follower;
  const last = frames.turning.find(
    ({ seq, body }) => seq > follower.cursor && (endsAccess(viewer, body) || changesAudience(viewer.class, body)),
  );
  if (last) return turnAway(deps, frames, follower, last);
  const isSubject = viewer.guestId !== null && frames.subjects.has(viewer.guestId);
  follower.send(isSubject ? frames.forOne(viewer, frames.upTo) : frames.forClass(viewer.class));
  follower.cursor = frames.upTo;
}

/** Everything before the entry that ends this follower's access or changes what it may see, and nothing after. */
function turnAway(deps: FeedDeps, frames: Frames, follower: Follower, entry: StoredEntry) {
  if (entry.seq - 1 > frames.after) follower.send(frames.forOne(follower.viewer, entry.seq - 1));
  follower.cursor = entry.seq - 1;
  follower.ended = true;
  const removed = endsAccess(follower.viewer, entry.body);
  const { eventId } = deps;
  follower.send(frameText(removed ? { type: "ended", eventId, reason: "removed" } : { type: "reset", eventId, reason: "audience" }));
  if (!removed) deps.countReset?.("audience");
}
