import type { Viewers } from "../load/viewers.ts";
import { socketIoManner, turnoutManner, wsManner } from "../manners.ts";
import { start, type Process, type Usage } from "../processes.ts";
import { HEADERS } from "../product.ts";
import type { Part } from "../result.ts";
import { progress } from "../rounds.ts";
import { makeRooms, openRoomLog } from "../servers/room-log.ts";
import type { SocketIo } from "../servers/socket-io.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Ws } from "../servers/ws.ts";
import { settle } from "./database-state.ts";

export type RoomKind = "Turnout" | "ws + pg" | "Socket.IO + pg";
export const partOf = (kind: RoomKind): Part => (kind === "Turnout" ? "ours" : "peer");

/** One server with an event and everybody who watches it, ready for messages. */
export interface RoomStage {
  kind: RoomKind;
  viewers: Process<Viewers>;
  usage(collect?: boolean): Promise<Usage>;
  close(): Promise<void>;
}

/** Messages that are there already when a room is measured. */
const EARLIER = 2_000;
/** Connections over which messages are posted; each waits for its reply before the next. */
const LANES = 128;

export async function openRoom(kind: RoomKind, databaseUrl: string, count: number): Promise<RoomStage> {
  progress(`opening ${count} viewers · ${kind}`);
  const viewers = start<Viewers>("load/viewers.ts");
  const server = kind === "Turnout" ? await ours(viewers, databaseUrl, count) : await theirs(kind, viewers, databaseUrl, count);
  return {
    kind,
    viewers,
    usage: server.usage,
    async close() {
      await viewers.stop();
      await server.stop();
    },
  };
}

async function ours(viewers: Process<Viewers>, databaseUrl: string, count: number) {
  const server = start<Turnout>("servers/turnout.ts");
  const { port } = await server.call("listen", databaseUrl);
  const room = await server.call("makeRoom", count, EARLIER);
  await settle(databaseUrl);
  await viewers.call("open", { manner: turnoutManner(port, room), count, atOnce: 100, ownHeaders: room.cookies });
  const path = `/api/events/${room.eventId}/messages`;
  await viewers.call("openPoster", { port, path, headers: HEADERS, cookies: room.cookies, lanes: LANES });
  return server;
}

async function theirs(kind: RoomKind, viewers: Process<Viewers>, databaseUrl: string, count: number) {
  await makeRooms(databaseUrl, 1);
  const log = openRoomLog(databaseUrl);
  for (let count = 0; count < EARLIER / 10; count++) await Promise.all(Array.from({ length: 10 }, () => log.append(1, "x".repeat(100))));
  await log.close();
  await settle(databaseUrl);
  const server = kind === "ws + pg" ? start<Ws>("servers/ws.ts") : start<SocketIo>("servers/socket-io.ts");
  const { port } = await server.call("listen", databaseUrl);
  const manner = kind === "ws + pg" ? wsManner(port) : socketIoManner(port);
  await viewers.call("open", { manner, count, atOnce: 100 });
  return server;
}
