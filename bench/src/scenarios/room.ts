import type { Viewers } from "../load/viewers.ts";
import { socketIoManner, turnoutManner, wsManner } from "../manners.ts";
import type { Build } from "../builds.ts";
import { start, type Process, type Usage } from "../processes.ts";
import { HEADERS } from "../product.ts";
import type { Part } from "../result.ts";
import { progress } from "../rounds.ts";
import { makeRooms, openRoomLog } from "../servers/room-log.ts";
import type { SocketIo } from "../servers/socket-io.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Ws } from "../servers/ws.ts";
import type { Setting } from "../setting.ts";
import { settle } from "./database-state.ts";

type Peer = "ws + pg" | "Socket.IO + pg";

/** A kind of server that has a room. */
export interface RoomKind {
  name: string;
  part: Part;
  open(count: number): Promise<RoomStage>;
}

export const roomKinds = ({ builds, peers, databaseUrl }: Pick<Setting, "builds" | "peers" | "databaseUrl">): RoomKind[] => [
  ...builds.map((build) => ({
    name: build.name,
    part: build.part,
    open: (count: number) => openRoom(build.name, count, (viewers) => ours(viewers, build, count)),
  })),
  ...(["ws + pg", "Socket.IO + pg"] as const)
    .filter(() => peers)
    .map((name) => ({
      name,
      part: "peer" as const,
      open: (count: number) => openRoom(name, count, (viewers) => theirs(name, viewers, databaseUrl, count)),
    })),
];

/** One server with an event and everybody who watches it, ready for messages. */
export interface RoomStage {
  viewers: Process<Viewers>;
  usage(collect?: boolean): Promise<Usage>;
  close(): Promise<void>;
}

/** Messages that are there already when a room is measured. */
const EARLIER = 2_000;
/** Connections over which messages are posted; each waits for its reply before the next. */
const LANES = 128;

async function openRoom(name: string, count: number, serve: (viewers: Process<Viewers>) => Promise<Served>): Promise<RoomStage> {
  progress(`opening ${count} viewers · ${name}`);
  const viewers = start<Viewers>("load/viewers.ts");
  const server = await serve(viewers);
  return {
    viewers,
    usage: server.usage,
    async close() {
      await viewers.stop();
      await server.stop();
    },
  };
}

type Served = Pick<Process<Turnout>, "usage" | "stop">;

async function ours(viewers: Process<Viewers>, { folder, databaseUrl }: Build, count: number): Promise<Served> {
  const server = start<Turnout>("servers/turnout.ts", [], folder);
  const { port } = await server.call("listen", databaseUrl);
  const room = await server.call("makeRoom", count, EARLIER);
  await settle(databaseUrl);
  await viewers.call("open", { manner: turnoutManner(port, room), count, atOnce: 100, ownHeaders: room.cookies });
  const path = `/api/events/${room.eventId}/messages`;
  await viewers.call("openPoster", { port, path, headers: HEADERS, cookies: room.cookies, lanes: LANES });
  return server;
}

async function theirs(kind: Peer, viewers: Process<Viewers>, databaseUrl: string, count: number): Promise<Served> {
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
