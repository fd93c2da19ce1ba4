import type { EntriesFrame } from "@turnout/contract/live";
import type { LogEntry } from "@turnout/contract/log";
import { applyEntry, type EventSnapshot } from "@turnout/contract/snapshot";
import { going } from "../testing/snapshots.test-support.ts";
import type { FakeSocket } from "./fake-browser.test-support.ts";

/** Faults that a test can inject, one at a time. */
export const faults = [
  "lose",
  "double",
  "swap",
  "reset",
  "cut",
  "stall",
  "goElsewhere",
  "refuse",
  "closeForSlow",
  "failLoad",
  "hidden",
] as const;
export type Fault = (typeof faults)[number];

/** One of the page's sockets, as its server sees it. While a server is left there are two. */
interface Peer {
  socket: FakeSocket;
  follows: boolean;
  held: EntriesFrame | null;
}

const id = (seq: number) => `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`;

/** An event's log and its server, which injects the faults that a test asks for. `distort` bends each frame with entries. */
export function scriptedSource(distort: (frame: EntriesFrame) => EntriesFrame = (frame) => frame) {
  let snapshot: EventSnapshot = going;
  let log: { seq: number; entry: LogEntry | null }[] = [];
  let peers: Peer[] = [];
  let refusing = false;
  let fate: "lose" | "double" | "swap" | null = null;
  let stalled = false;
  let failingLoads = 0;

  function entriesAfter(after: number): EntriesFrame {
    const entries = log.filter(({ seq }) => seq > after).flatMap(({ entry }) => entry ?? []);
    return { type: "entries", eventId: snapshot.eventId, after, upTo: head(), entries };
  }
  const head = () => log.at(-1)?.seq ?? going.seq;
  const open = () => peers.filter(({ socket }) => socket.readyState !== socket.CLOSED);
  const caughtUp = ({ socket }: Peer) =>
    socket.deliver({ type: "caughtUp", eventId: snapshot.eventId, seq: head(), viewer: snapshot.viewer });

  function pass(frame: EntriesFrame, to: Peer[]) {
    const following = to.filter(({ follows }) => follows);
    if (following.length === 0 || stalled) return;
    const how = fate;
    fate = null;
    for (const peer of following) passOn(peer, frame, how);
  }

  function passOn(peer: Peer, frame: EntriesFrame, how: typeof fate) {
    const send = (one: EntriesFrame) => peer.socket.deliver(distort(one));
    if (how === "lose") return;
    if (how === "swap") return void (peer.held = frame);
    send(frame);
    if (how === "double") send(frame);
    if (peer.held) send(peer.held);
    peer.held = null;
  }

  return {
    initial: going,
    snapshot: () => snapshot,
    load: async () => {
      if (failingLoads-- > 0) throw new Error("nobody there");
      return snapshot;
    },
    /** The server of every socket that the page opens. */
    take(next: FakeSocket) {
      const peer: Peer = { socket: next, follows: false, held: null };
      const isRefused = refusing;
      refusing = false;
      peers = [...open(), peer];
      next.onSent = (message) => {
        if (stalled) return;
        if (message.type === "unfollow") peer.follows = false;
        if (message.type === "ping") next.deliver({ type: "pong" });
        if (message.type !== "follow") return;
        peer.follows = true;
        const { after } = message as { type: string; after: number };
        if (after < head()) pass(entriesAfter(after), [peer]);
        if (peer.follows) caughtUp(peer);
      };
      setTimeout(() => (isRefused ? next.cut() : next.open()), 5);
    },
    /** Something happens, visible to this reader or not. */
    happen(visible = true) {
      const seq = head() + 1;
      const message = { ...going.messages[0]!, messageId: id(seq), seq, text: `entry ${seq}`, replyTo: null };
      const body = { type: "chat.posted" as const, message };
      const entry: LogEntry = { seq, commandId: id(seq), actorId: null, at: message.at, body } as unknown as LogEntry;
      log = [...log, { seq, entry: visible ? entry : null }];
      snapshot = visible ? applyEntry(snapshot, entry) : { ...snapshot, seq };
      pass({ type: "entries", eventId: snapshot.eventId, after: seq - 1, upTo: seq, entries: visible ? [entry] : [] }, open());
    },
    strike(fault: Fault) {
      if (fault === "lose" || fault === "double" || fault === "swap") fate = fault;
      if (fault === "stall") stalled = true;
      if (fault === "failLoad") failingLoads = 3;
      if (fault === "refuse") refusing = true;
      // The oldest: of two, the one whose server is leaving.
      const [oldest] = open();
      if (fault === "cut") oldest?.socket.cut();
      if (fault === "closeForSlow") oldest?.socket.cut(4001);
      if (fault === "goElsewhere") oldest?.socket.deliver({ type: "goElsewhere", withinMs: 2_000 });
      if (fault === "reset" && oldest?.follows) {
        oldest.follows = false;
        oldest.socket.deliver({ type: "reset", eventId: snapshot.eventId, reason: "pruned" });
      }
      if (fault === "hidden") this.happen(false);
    },
    /** Ends all faults. */
    heal() {
      stalled = false;
      refusing = false;
      fate = null;
      failingLoads = 0;
    },
  };
}
