import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../../bench/src/processes.ts";
import type { Room } from "../../bench/src/product.ts";
import { settle } from "../../bench/src/scenarios/database-state.ts";
import type { Turnout } from "../../bench/src/servers/turnout.ts";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { startRedis } from "../../torture/src/processes/redis.ts";
import { MissingTool } from "../failed.ts";

/** Guests of each event: a gathering that fills a hall. */
export const ROOM = 200;
/** Messages that are there when guests come. */
const MESSAGES = 60;

/** What surrounds a pod: its stores, and events whose guests may open their pages. */
export interface Stage {
  databaseUrl: string;
  redisUrl: string;
  rooms: Room[];
  close(): Promise<void>;
}

export async function openStage(guests: number): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "turnout-capacity-"));
  const redis = await startRedis(folder);
  if (!redis) throw new MissingTool("redis-server is not on this machine: apt-get install redis-server");
  const database = await startEmbeddedPostgres({ home: folder, durable: true });
  const close = async () => {
    await redis.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const maker = start<Turnout>("servers/turnout.ts");
    await maker.call("listen", database.url);
    const rooms: Room[] = [];
    for (let made = 0; made < guests; made += ROOM) rooms.push(await maker.call("makeRoom", ROOM, MESSAGES));
    await maker.stop();
    await settle(database.url);
    return { databaseUrl: database.url, redisUrl: redis.url, rooms: rooms.map(withAddresses), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Guests come from networks of their own, through one proxy: the limits of a network are not what is measured. */
function withAddresses(room: Room, place: number): Room {
  const address = (guest: number) => `X-Forwarded-For: 10.${Math.floor(place / 250)}.${place % 250}.${guest + 1}\r\n`;
  return { ...room, cookies: room.cookies.map((cookie, guest) => cookie + address(guest)) };
}
