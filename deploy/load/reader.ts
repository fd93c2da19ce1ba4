import type { WebSocket } from "ws";
import { newAbsences, type Absences } from "./absences.ts";
import type { ClientCode, Loaded, Watcher } from "./client-code.ts";
import { socketUrl } from "./page-globals.ts";
import type { Visitor } from "./visitor.ts";

/** What became of somebody who has an event's page open. */
export interface ReaderReport {
  /** What the page says of its connection. */
  state: string;
  /** For each socket that ended: how long there was none that served (ms). */
  absences: number[];
  /** Why sockets did not open. */
  failedHandshakes: string[];
  /** Entries that never came, of those asked for. */
  lost: number;
  doubled: number;
  /** How often the event had to be loaded anew. */
  reloads: number;
}

export interface Reader {
  /** `expected`: positions of entries that it must have got. */
  report(expected: number[]): ReaderReport;
}

/** Follows an event as the page does, by the client's own code. */
export function openReader(code: ClientCode, visitor: Visitor, eventId: string): Reader {
  const absences = newAbsences();
  const failedHandshakes: string[] = [];
  const seen = new Set<number>();
  let [loadedUpTo, loads, doubled, state] = [0, 0, 0, "opening"];

  async function load(): Promise<Loaded> {
    const { status, json } = await visitor.fetch(`/api/events/${eventId}`);
    if (status !== 200) throw new Error(`the event was not loaded: ${status}`);
    loads++;
    loadedUpTo = json.seq as number;
    return json as unknown as Loaded;
  }

  // What is not told here is not needed: presence, snapshots under the names of this version and earlier ones.
  const watcher: Watcher = new Proxy(
    {
      entries({ entries }) {
        for (const { seq } of entries) {
          if (seq <= loadedUpTo || seen.has(seq)) doubled++;
          seen.add(seq);
        }
      },
      state: (next) => void (state = next),
    } satisfies Watcher,
    { get: (told, name) => told[name as keyof Watcher] ?? (() => {}) },
  );

  const url = socketUrl(() => watched(visitor.socket(), absences, (why) => failedHandshakes.push(why)));
  void code.followEvent(eventId, code.openConnection(url), { initial: null, load }, watcher, new AbortController().signal);
  return {
    report: (expected) => ({
      state,
      absences: absences.list(),
      failedHandshakes,
      lost: expected.filter((seq) => seq > loadedUpTo && !seen.has(seq)).length,
      doubled,
      reloads: Math.max(0, loads - 1),
    }),
  };
}

/** Notes when a socket begins to serve and when it ends, by either side, and why it did not open. */
function watched(socket: WebSocket, absences: Absences, failed: (why: string) => void): WebSocket {
  let [isOpen, isOurs] = [false, false];
  const close = socket.close.bind(socket);
  socket.close = (...reason) => {
    isOurs = true;
    absences.ended(socket);
    close(...reason);
  };
  socket.once("open", () => void (isOpen = true));
  socket.on("error", ({ message }) => void (!isOpen && !isOurs && failed(message)));
  socket.on("message", (data: Buffer) => void (data.includes('"type":"caughtUp"') && absences.serves(socket)));
  socket.once("close", () => absences.ended(socket));
  return socket;
}
