import type { Build } from "../builds.ts";
import { rawClient, socketIoClient, turnoutClient, wsClient } from "../client-options.ts";
import type { Viewers } from "../load/viewers.ts";
import { start, type Process } from "../processes.ts";
import { HEADERS, type Room } from "../product.ts";
import { progress } from "../rounds.ts";
import { makeRooms, openRoomLog } from "../servers/room-log.ts";
import type { PeerKind, PeerServer } from "../servers/peer.ts";
import type { Turnout } from "../servers/turnout.ts";
import { settle } from "./database-state.ts";

/** A server that listens, and how viewers connect to it. They report at `pacing` that they have received a round of messages. */
export type OpenServer = Awaited<ReturnType<typeof openPeer>>;

/** What every server that viewers connect to can be asked. */
export type LiveServer = Pick<PeerServer | Turnout, "fanOut" | "statements" | "logReads">;

const clients = { raw: rawClient, ws: wsClient, "socket-io": socketIoClient };

/** One of the others. Without a database it keeps nothing. */
export async function openPeer(kind: PeerKind, databaseUrl: string | null = null, redisUrl: string | null = null) {
  const server = start<PeerServer>("servers/peer.ts", [kind]);
  const { port, pacing } = await server.call("listen", databaseUrl, redisUrl);
  const ownHeaders: string[] = []; // a header line for each viewer
  return { server: server as Process<LiveServer>, port, pacing, client: clients[kind](port), ownHeaders };
}

interface Crowd {
  guests: number;
  /** Messages that are there already. */
  messages: number;
  /** Guests who have answered. */
  answered?: number;
  /** How many of the messages viewers have missed. */
  behind?: number;
}

/** Turnout, with an event that has guests and messages. */
export async function openTurnout({ name, folder, databaseUrl }: Build, { guests, messages, answered = 0, behind = 0 }: Crowd) {
  progress(`inviting ${guests} guests · ${name}`);
  const server = start<Turnout>("servers/turnout.ts", [], folder);
  const { port, pacing } = await server.call("listen", databaseUrl);
  const room = await server.call("makeRoom", guests, messages, answered);
  await settle(databaseUrl);
  return { server, room, port, pacing, client: turnoutClient(port, room, behind), ownHeaders: room.cookies };
}

/** Gives the peers a room with messages in it. */
export async function fillRoom(databaseUrl: string, messages: number): Promise<void> {
  await makeRooms(databaseUrl, 1);
  const log = openRoomLog(databaseUrl);
  for (let left = messages; left > 0; left -= 10) await Promise.all(Array.from({ length: 10 }, () => log.append(1, "x".repeat(100))));
  await log.close();
  await settle(databaseUrl);
}

/** Viewers of a server, in a process of their own. */
export async function openViewers(
  { client, ownHeaders }: Pick<OpenServer, "client" | "ownHeaders">,
  count: number,
): Promise<Process<Viewers>> {
  const viewers = start<Viewers>("load/viewers.ts");
  await viewers.call("open", { client, count, atOnce: 100, ownHeaders });
  return viewers;
}

/** Has messages posted as guests of Turnout's event, over so many connections that each wait for their reply before the next. */
export function openPublisher(viewers: Process<Viewers>, port: number, room: Room, connections: number): Promise<void> {
  const path = `/api/events/${room.eventId}/messages`;
  const authors = room.cookies.map((cookie) => ({ path, cookie }));
  return viewers.call("openPublisher", { port, headers: HEADERS, authors, connections });
}
