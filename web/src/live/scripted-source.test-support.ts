import type { EntriesFrame } from "@turnout/contract/live";
import type { LogEntry } from "@turnout/contract/log";
import { applyEntry, type EventSnapshot } from "@turnout/contract/snapshot";
import { going } from "../events/event-page.fixtures.ts";
import type { FakeSocket } from "./fake-browser.test-support.ts";

/** What can go wrong on the way, one at a time. */
export type Fault = "lose" | "double" | "swap" | "reset" | "cut" | "stall" | "goElsewhere" | "closeForSlow" | "failLoad" | "hidden";

const id = (seq: number) => `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`;

/** An event's log and the server before it, which does to its readers what a test asks for. `distort` bends each frame with entries. */
export function scriptedSource(distort: (frame: EntriesFrame) => EntriesFrame = (frame) => frame) {
  let picture: EventSnapshot = going;
  let log: { seq: number; entry: LogEntry | null }[] = [];
  let line: FakeSocket | null = null;
  let follows = false;
  let held: EntriesFrame | null = null;
  let fate: "lose" | "double" | "swap" | null = null;
  let stalled = false;
  let failingLoads = 0;

  function entriesAfter(after: number): EntriesFrame {
    const entries = log.filter(({ seq }) => seq > after).flatMap(({ entry }) => entry ?? []);
    return { type: "entries", eventId: picture.eventId, after, upTo: head(), entries };
  }
  const head = () => log.at(-1)?.seq ?? going.seq;
  const tell = (frame: object) => line?.tell(frame);
  const caughtUp = () => tell({ type: "caughtUp", eventId: picture.eventId, seq: head(), viewer: picture.viewer });

  function deliver(frame: EntriesFrame) {
    if (!follows || stalled) return;
    const how = fate;
    fate = null;
    if (how === "lose") return;
    if (how === "swap") return void (held = frame);
    tell(distort(frame));
    if (how === "double") tell(distort(frame));
    if (held) tell(distort(held));
    held = null;
  }

  return {
    initial: going,
    picture: () => picture,
    load: async () => {
      if (failingLoads-- > 0) throw new Error("nobody there");
      return picture;
    },
    /** The other end of every line that the page opens. */
    take(next: FakeSocket) {
      line = next;
      follows = false;
      held = null;
      next.heard = (message) => {
        if (next !== line || stalled) return;
        if (message.type === "unfollow") follows = false;
        if (message.type === "ping") tell({ type: "pong" });
        if (message.type !== "follow") return;
        follows = true;
        const { after } = message as { type: string; after: number };
        if (after < head()) deliver(entriesAfter(after));
        if (follows) caughtUp();
      };
      setTimeout(() => next.open(), 5);
    },
    /** Something happens, visible to this reader or not. */
    happen(visible = true) {
      const seq = head() + 1;
      const message = { ...going.messages[0]!, messageId: id(seq), seq, text: `entry ${seq}`, replyTo: null };
      const body = { type: "chat.posted" as const, message };
      const entry: LogEntry = { seq, commandId: id(seq), actorId: null, at: message.at, body } as unknown as LogEntry;
      log = [...log, { seq, entry: visible ? entry : null }];
      picture = visible ? applyEntry(picture, entry) : { ...picture, seq };
      deliver({ type: "entries", eventId: picture.eventId, after: seq - 1, upTo: seq, entries: visible ? [entry] : [] });
    },
    strike(fault: Fault) {
      if (fault === "lose" || fault === "double" || fault === "swap") fate = fault;
      if (fault === "stall") stalled = true;
      if (fault === "failLoad") failingLoads = 3;
      if (fault === "cut") line?.cut();
      if (fault === "closeForSlow") line?.cut(4001);
      if (fault === "goElsewhere") tell({ type: "goElsewhere", withinMs: 2_000 });
      if (fault === "reset" && follows) {
        follows = false;
        tell({ type: "reset", eventId: picture.eventId, reason: "pruned" });
      }
      if (fault === "hidden") this.happen(false);
    },
    /** From here on nothing goes wrong any more. */
    heal() {
      stalled = false;
      fate = null;
      failingLoads = 0;
    },
  };
}
