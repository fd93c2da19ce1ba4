import { randomUUID } from "node:crypto";
import { aSnapshot } from "@turnout/contract/a-snapshot.test-support";
import type { Viewer } from "@turnout/contract/audience";
import type { ServerFrame } from "@turnout/contract/live";
import type { EntryBody, StoredEntry } from "@turnout/contract/log";
import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import { expect } from "vitest";
import { systemClock, type Clock } from "../clock.ts";
import type { Hint } from "../log/hint.ts";
import { createEventFeed } from "./event-feed.ts";
import { type Subscriber, type Frame } from "./subscriber.ts";

export const eventId = randomUUID();
export const epoch = randomUUID();
export const guestId = randomUUID();
export const details = { title: "Picnic" } as EventSnapshot["details"];

export const said = (seq: number): EntryBody => ({
  type: "chat.posted",
  message: {
    messageId: randomUUID(),
    seq,
    author: { personId: guestId, name: "Grace", role: "guest" },
    text: `${seq}`,
    at: new Date(0).toISOString(),
    replyTo: null,
    editedAt: null,
    deletedBy: null,
  },
});
export const revoked = (): EntryBody => ({ type: "invitation.revoked", guestId });

/** A log with another writer: entries appear at once, hints at any time or never. */
export function createLog() {
  const entries: StoredEntry[] = [];
  const context = { guestListFor: "guests", chat: "open", status: "published" } as const;
  return {
    entries,
    append(bodyAt: (seq: number) => EntryBody): Hint {
      const seq = entries.length + 1;
      const entry = {
        seq,
        commandId: randomUUID(),
        at: new Date(0).toISOString(),
        actor: { kind: "guest", personId: guestId, name: "Grace" } as const,
        context,
        body: bodyAt(seq),
      };
      entries.push(entry);
      return { eventId, epoch, after: seq - 1, upTo: seq, entries: [entry] };
    },
    /** Pages are short and reading is slow, so that other things happen in between. */
    async readLog(_eventId: string, { after, upTo = entries.length }: { after: number; upTo?: number }) {
      await Promise.resolve();
      const page = entries.slice(after, Math.min(upTo, after + 3));
      await Promise.resolve();
      return { entries: page, upTo: page.at(-1)?.seq ?? after };
    },
  };
}

export const snapshotAt = (seq: number): EventSnapshot =>
  aSnapshot({ eventId, epoch, seq, viewer: { class: "guest", personId: guestId }, details });

/** A client that requires every frame to continue where its snapshot stands. */
export function createReader(after: number, viewer: Viewer) {
  let snapshot = snapshotAt(after);
  const problems: string[] = [];
  const seen: number[] = [];
  let ended = false;
  const subscriber: Subscriber = {
    viewer,
    cursor: after,
    ended: false,
    hasRoom: () => true,
    cutOff: () => void problems.push("cut off"),
    send({ text }) {
      const frame = JSON.parse(text) as ServerFrame;
      if (ended) problems.push(`a ${frame.type} frame after the end`);
      if (frame.type === "ended") ended = true;
      if (frame.type !== "entries") return;
      if (frame.after < snapshot.seq && frame.entries.some(({ seq }) => seq <= snapshot.seq)) problems.push("an entry sent twice");
      const next = applyFrame(snapshot, frame);
      if (next === "gap") return void problems.push(`a gap: at ${snapshot.seq}, a frame after ${frame.after}`);
      seen.push(...frame.entries.map(({ seq }) => seq));
      snapshot = next;
    },
  };
  return { subscriber, problems, seen, at: () => snapshot.seq, ended: () => ended };
}

export const guest: Viewer = { class: "guest", userId: null, guestId, name: "Grace" };
export const other: Viewer = { ...guest, guestId: randomUUID() };

/** A clock without time: everything runs in the next turn of the event loop. */
export const standing: Clock = { ...systemClock, now: () => 0 };
export const onError = (error: unknown) => expect.unreachable(String(error));
export const openFeed = (log: ReturnType<typeof createLog>, start: number) =>
  createEventFeed({ eventId, log, clock: standing, onError }, start);
export const realFeed = (log: ReturnType<typeof createLog>) => openFeed(log, 0);

/** A client whose connection can be blocked. */
export function createSlowReader(after: number) {
  const reader = createReader(after, other);
  const connection = { hasRoom: true, frames: 0, isCutOff: false };
  const { send } = reader.subscriber;
  Object.assign(reader.subscriber, {
    hasRoom: () => connection.hasRoom,
    cutOff: () => (connection.isCutOff = true),
    send: (frame: Frame) => {
      connection.frames += 1;
      send(frame);
    },
  });
  return { ...reader, connection };
}
