import type { Viewer, ViewerClass } from "@turnout/contract/audience";
import { viewerClasses } from "@turnout/contract/audience";
import { canChangeAccess, entryFor } from "@turnout/contract/entry-kinds";
import type { Me } from "@turnout/contract/guests";
import type { StoredEntry } from "@turnout/contract/log";
import { applyFrame } from "@turnout/contract/snapshot";
import type { Hint } from "./hint.ts";
import { viewerInSnapshot, type LoadSnapshot, type OwnPart, type SharedPart } from "./load-snapshot.ts";

/** Most bytes of all snapshots that a process keeps, with what is made of them. */
export const KEPT_BYTES = 64 * 1024 * 1024;
/** How long one is kept (ms): what an operator changes in the database by hand is in no log. */
export const KEPT_FOR = 60_000;
/** Most entries by which one is moved on, two batches: loading it anew takes no longer. */
export const MOVED_BY = 1_000;
/** Bytes that a character of a snapshot's JSON takes as objects, at most. */
const BYTES_OF_OBJECTS = 4;
/** What is made once is sent as it is and compressed. */
const COPIES = 2;

/** A viewer, what is theirs of an event, and the position at which both were looked up. */
export interface ViewerPart {
  viewer: Viewer;
  me: Me | null;
  epoch: string;
  seq: number;
}

/** The shared part of a snapshot, and what has been made of it or read with it. */
export interface KeptSnapshot {
  readonly shared: SharedPart;
  /** As JSON. */
  readonly text: string;
  /** Bytes made of it, the same ones for all who ask by this name. */
  once<Made extends { byteLength: number }>(name: string, make: () => Made): Made;
  /**
   * What is in the database for all of this class at this position, read once for all who ask by this name. It must change
   * with the log alone. What turns out to be of a later position is not kept.
   */
  onceRead(name: string, read: () => Promise<ReadBytes | null>): Promise<Buffer | null>;
}

interface Entry extends KeptSnapshot {
  /** When it was loaded. */
  readonly since: number;
  /** What follows it, as hints brought it, and the position after that. */
  coming: StoredEntry[];
  head: number;
  bytes: number;
}

/** Bytes that were read from the database, with the position at which they were. */
export interface ReadBytes {
  bytes: Buffer;
  seq: number;
}

export interface ReadSnapshot {
  kept: KeptSnapshot;
  own: OwnPart;
}

export interface KeptSnapshots {
  /** The snapshot of an event for a viewer, no older than their part; null when there is no such event. */
  read(eventId: string, part: ViewerPart): Promise<ReadSnapshot | null>;
  /** Takes the entries of a commit, which move what is kept on once somebody reads it. Those that do not continue it exactly are of no use. */
  follow(hint: Hint): void;
  /** Bytes that are counted now. */
  bytes(): number;
}

export interface KeepingDeps {
  load: LoadSnapshot;
  /** A monotonic clock (ms). */
  now?: () => number;
  /** Whether the process is short of memory: then nothing is kept. */
  isShort?: () => boolean;
  most?: number;
}

/**
 * Keeps the shared parts of snapshots in memory. One is used only at exactly the position and in the epoch at which the
 * viewer's own part was looked up, which every read does: so the two belong together (L5), nothing is shown that is older
 * than the question. At a new position it is moved on by what the hints of commits brought (`follow`), and loaded anew
 * where those do not lead exactly there, once for the readers who wait for it at that moment. A lost hint costs a load.
 */
export function createKeptSnapshots({
  load,
  now = () => performance.now(),
  isShort = () => false,
  most = KEPT_BYTES,
}: KeepingDeps): KeptSnapshots {
  /** By event and class, the least recently read first. */
  const kept = new Map<string, Entry>();
  /** By event and class, the load that others may wait for. */
  const loading = new Map<string, Promise<ReadSnapshot | null>>();
  let bytes = 0;

  function forget(key: string) {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  function grow(key: string, entry: Entry, by: number) {
    entry.bytes += by;
    if (kept.get(key) !== entry) return; // forgotten meanwhile, or never kept
    bytes += by;
    for (const oldest of kept.keys()) {
      if (bytes <= most) return;
      forget(oldest);
    }
  }

  function entryOf(key: string, shared: SharedPart, since: number): Entry {
    const text = JSON.stringify(shared);
    const made = new Map<string, { byteLength: number }>();
    const reading = new Map<string, Promise<ReadBytes | null>>();
    const entry: Entry = {
      shared,
      text,
      since,
      coming: [],
      head: shared.seq,
      bytes: text.length * BYTES_OF_OBJECTS,
      once<Made extends { byteLength: number }>(name: string, make: () => Made): Made {
        const known = made.get(name);
        if (known) return known as Made;
        const fresh = make();
        made.set(name, fresh);
        grow(key, entry, fresh.byteLength * COPIES);
        return fresh;
      },
      async onceRead(name, read) {
        const known = reading.get(name);
        if (known) return (await known)?.bytes ?? null;
        const fresh = read();
        reading.set(name, fresh);
        const found = await fresh.catch((error: unknown) => {
          reading.delete(name);
          throw error;
        });
        if (found?.seq === shared.seq) grow(key, entry, found.bytes.byteLength * COPIES);
        else reading.delete(name);
        return found?.bytes ?? null;
      },
    };
    return entry;
  }

  /** Of those that belong to one load, the first is kept, so that what is made of it is made once. */
  function keep(key: string, shared: SharedPart): Entry {
    const known = kept.get(key);
    if (known?.shared === shared) return known;
    const entry = entryOf(key, shared, now());
    if (known?.shared.epoch === shared.epoch) {
      if (known.shared.seq > shared.seq) return entry; // a load that was overtaken
      takeOver(entry, known);
    }
    return put(key, entry);
  }

  function put(key: string, entry: Entry): Entry {
    forget(key);
    if (isShort()) {
      for (const each of kept.keys()) forget(each);
      return entry;
    }
    kept.set(key, entry);
    bytes += entry.bytes;
    grow(key, entry, 0);
    return entry;
  }

  function keptAt(key: string, { epoch, seq, viewer }: ViewerPart): Entry | undefined {
    const entry = kept.get(key);
    if (!entry || entry.shared.epoch !== epoch || now() - entry.since > KEPT_FOR) return undefined;
    if (entry.shared.seq !== seq) {
      const moved = movedOn(entry, seq, viewer.class);
      if (!moved) return undefined;
      const next = entryOf(key, moved, entry.since);
      takeOver(next, entry);
      return put(key, next);
    }
    kept.delete(key);
    kept.set(key, entry);
    return entry;
  }

  function follow({ eventId, epoch, after, upTo, entries }: Hint) {
    let size: number | undefined;
    for (const viewerClass of viewerClasses) {
      const key = keyOf(eventId, viewerClass);
      const entry = kept.get(key);
      if (!entry || entry.shared.epoch !== epoch || entry.head !== after) continue;
      if (entry.coming.length + entries.length > MOVED_BY) {
        forget(key);
        continue;
      }
      entry.coming.push(...entries);
      entry.head = upTo;
      size ??= sizeOf(entries);
      grow(key, entry, size);
    }
  }

  async function loadFor(key: string, eventId: string, viewer: Viewer): Promise<ReadSnapshot | null> {
    const loaded = await load(eventId, viewer);
    return loaded && { kept: keep(key, loaded.shared), own: loaded.own };
  }

  /** What is kept at that position, or is being loaded by another reader and turns out to be of it: their own part this one has already. */
  async function knownAt(key: string, part: ViewerPart): Promise<KeptSnapshot | undefined> {
    const loaded = (await loading.get(key))?.kept;
    const isThere = loaded && loaded.shared.epoch === part.epoch && loaded.shared.seq === part.seq;
    return isThere ? loaded : keptAt(key, part);
  }

  return {
    follow,
    bytes: () => bytes,
    async read(eventId, part) {
      const key = keyOf(eventId, part.viewer.class);
      const known = keptAt(key, part) ?? (loading.has(key) ? await knownAt(key, part) : undefined);
      if (known) return { kept: known, own: { viewer: viewerInSnapshot(part.viewer), me: part.me } };
      const fresh = loadFor(key, eventId, part.viewer);
      if (!loading.has(key)) loading.set(key, fresh);
      try {
        return await fresh;
      } finally {
        if (loading.get(key) === fresh) loading.delete(key);
      }
    },
  };
}

/** A snapshot's JSON, in UTF-8: the part that is made once, and the viewer's own. */
export function snapshotJson({ kept, own }: ReadSnapshot): { start: Buffer; end: Buffer } {
  return { start: kept.once("json", () => Buffer.from(opened(kept.text))), end: Buffer.from(JSON.stringify(own).slice(1)) };
}

/** The JSON of a shared part, to be completed with the properties of an own part. */
export const opened = (text: string): string => `${text.slice(0, -1)},`;

const sizeOf = (entries: StoredEntry[]) => JSON.stringify(entries).length * BYTES_OF_OBJECTS;

/** What has come for the one before while this one was loaded continues this one, too: otherwise the next position is loaded again. */
function takeOver(entry: Entry, { coming, head }: Entry) {
  if (head <= entry.head) return;
  entry.coming = coming.filter(({ seq }) => seq > entry.shared.seq);
  entry.head = head;
  entry.bytes += sizeOf(entry.coming);
}

/**
 * The shared part at a position, after the entries that have come until there: on a busy event more have come by the time a reader is looked
 * up. Null where they do not lead there, or change what somebody may see: that is loaded.
 */
function movedOn({ shared, coming, head }: Entry, seq: number, viewerClass: ViewerClass): SharedPart | null {
  if (seq < shared.seq || seq > head) return null;
  const between = coming.filter((entry) => entry.seq <= seq);
  if (between.some(({ body }) => canChangeAccess(body))) return null;
  const nobody = { viewer: { class: viewerClass, personId: null }, me: null };
  const entries = between.flatMap((entry) => entryFor({ class: viewerClass, guestId: null }, entry) ?? []);
  const frame = { type: "entries" as const, eventId: shared.eventId, after: shared.seq, upTo: seq, entries };
  const moved = applyFrame({ ...shared, ...nobody }, frame);
  if (moved === "gap") return null;
  const { viewer: _, me: __, ...next } = moved;
  return next;
}

const keyOf = (eventId: string, viewerClass: ViewerClass) => `${eventId} ${viewerClass}`;
