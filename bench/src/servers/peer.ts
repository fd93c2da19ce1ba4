import { randomUUID } from "node:crypto";
import type { Server } from "node:net";
import { answer } from "../processes.ts";
import { listen } from "./listen.ts";
import { openPacing, type Pace } from "./pacing.ts";
import { openRoomLog, type RoomLog } from "./room-log.ts";

interface Peer {
  server: Server;
  /** Brings one round of messages to everybody; nothing of it is stored. */
  send(pace: Pace): void;
  /** Hears of other processes through Redis. */
  joinRedis?(url: string): void;
}

/** Where this process keeps its messages; null: it was given no database. */
export let log: RoomLog | null = null;

/** Serves viewers as one of the others would, and answers whoever started this process. */
export async function serveAsPeer({ server, send, joinRedis }: Peer) {
  const pacing = await openPacing();
  const statements = () => log?.statements() ?? 0;
  const handlers = {
    async listen(databaseUrl: string | null, redisUrl: string | null = null) {
      if (databaseUrl) log = openRoomLog(databaseUrl);
      if (redisUrl) joinRedis?.(redisUrl);
      return { port: await listen(server), pacing: pacing.port };
    },
    fanOut: (pace: Pace) => pacing.run(pace, () => send(pace)),
    statements,
    logReads: statements, // it asks for nothing else
  };
  answer(handlers);
  return handlers;
}

export type PeerServer = Awaited<ReturnType<typeof serveAsPeer>>;

let said = 0;

/** What a chat of few features would send: little more than its text. */
export function plainMessage(text = "x".repeat(100)): string {
  return JSON.stringify({ type: "chat", seq: ++said, id: randomUUID(), author: "Grace", at: Date.now(), text });
}
