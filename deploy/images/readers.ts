import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import { Failed } from "../failed.ts";
import type { Gathering } from "../load/journey.ts";
import type { Visitor } from "../load/visitor.ts";

/** How long a client tries to reconnect (ms). */
const PATIENCE = 30_000;

/** A client with the page open: follows the event, and reconnects when told to. */
export interface Reader {
  /** Every chat message, in order of arrival. */
  heard: string[];
  /** Close codes of connections that it did not close itself. */
  cutOff: number[];
  moves: number;
  failedHandshakes: number;
  close(): void;
}

interface Frame {
  type: string;
  upTo?: number;
  seq?: number;
  entries?: { body?: { message?: { text?: string } } }[];
  withinMs?: number;
}

/** Opens clients of the event, spread over its guests, and resolves when all follow it. */
export async function openReaders(gathering: Gathering, count: number): Promise<Reader[]> {
  const { guests } = gathering;
  return Promise.all(Array.from({ length: count }, (_, at) => openReader(gathering, guests[at % guests.length]!)));
}

async function openReader({ eventId }: Gathering, guest: Visitor): Promise<Reader> {
  const { json } = await guest.ask("GET", `/api/events/${eventId}`);
  let position = json.seq as number;
  let current: WebSocket | null = null;
  let isOver = false;
  const reader: Reader = {
    heard: [],
    cutOff: [],
    moves: 0,
    failedHandshakes: 0,
    close() {
      isOver = true;
      current?.close();
    },
  };

  /** Resolves when what was missed meanwhile has been sent. */
  function connect(): Promise<void> {
    const socket = guest.socket();
    return new Promise((done, fail) => {
      socket.once("error", fail);
      socket.once("open", () => socket.send(JSON.stringify({ type: "follow", eventId, epoch: json.epoch, after: position })));
      socket.on("message", (data) => {
        const frame = JSON.parse((data as Buffer).toString()) as Frame;
        if (frame.type === "entries") take(frame);
        if (frame.type === "goElsewhere") void sleep(Math.random() * frame.withinMs!).then(() => move(socket));
        if (frame.type !== "caughtUp") return;
        current = socket;
        socket.on("close", (code) => {
          if (isOver || current !== socket) return;
          reader.cutOff.push(code);
          void comeBack();
        });
        done();
      });
    });
  }
  function take({ upTo = 0, entries = [] }: Frame) {
    if (upTo <= position) return;
    position = upTo;
    for (const { body } of entries) if (body?.message?.text) reader.heard.push(body.message.text);
  }
  async function move(from: WebSocket) {
    if (current !== from || isOver) return;
    reader.moves++;
    await comeBack();
    from.close();
  }
  async function comeBack() {
    const deadline = Date.now() + PATIENCE;
    while (!isOver && Date.now() < deadline) {
      if (
        await connect().then(
          () => true,
          () => false,
        )
      )
        return;
      reader.failedHandshakes++;
      await sleep(100 + Math.random() * 200);
    }
  }
  await connect();
  return reader;
}

/** Waits until each client has received this message. */
export async function untilHeard(readers: Reader[], text: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const deaf = readers.filter(({ heard }) => !heard.includes(text)).length;
    if (deaf === 0) return;
    if (Date.now() > deadline) throw new Failed(`${deaf} of ${readers.length} readers have not heard "${text}"`);
    await sleep(50);
  }
}
