import type { Viewers } from "../load/viewers.ts";
import { socketIoManner, turnoutManner, wsManner } from "../manners.ts";
import type { Manner } from "../load/connect.ts";
import type { Build } from "../builds.ts";
import { start, type Handlers, type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave, progress } from "../rounds.ts";
import { makeRooms, openRoomLog } from "../servers/room-log.ts";
import type { SocketIo } from "../servers/socket-io.ts";
import { tokenFor } from "../servers/token.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Ws } from "../servers/ws.ts";
import type { Scenario, Setting } from "../setting.ts";
import { settle } from "./database-state.ts";

const VIEWERS = 10_000;
const BEHIND = 100;
/** Connections on their way at a time: everybody at once would measure the kernel's queue of newcomers. */
const AT_ONCE = 256;

export const storm: Scenario = {
  title: "Everybody comes back",
  about: `After a restart all viewers reconnect, ${AT_ONCE} at a time, prove who they are, and get the ${BEHIND} messages that they missed. Statements of ours find out who they are, many at a time; what they missed is in memory.`,
  async run(setting) {
    const count = setting.quick ? 200 : Math.min(VIEWERS, setting.maxConnections);
    const broken: string[] = [];
    const opened: Opened[] = [];
    for (const build of setting.builds) opened.push(await openOurs(build, count));
    if (setting.peers) opened.push(...(await openTheirs(setting)));
    const variants = opened.map(({ name, part, server, manner, ownHeaders }) => ({
      name,
      part,
      async round() {
        const viewers = start<Viewers>("load/viewers.ts");
        const [cpu, statements, reads] = [(await server.usage()).cpu, await server.call("statements"), await server.call("logReads")];
        const { ms, p50, p99 } = await viewers.call("open", { manner, count, atOnce: AT_ONCE, ownHeaders });
        await viewers.call("until", count * BEHIND, 10_000);
        const [used, loadUsed] = [(await server.usage()).cpu - cpu, (await viewers.usage()).cpu];
        const { received, gaps } = await viewers.call("counted");
        const [asked, read] = [(await server.call("statements")) - statements, (await server.call("logReads")) - reads];
        await viewers.stop();
        if (part === "ours" && (received < count * BEHIND || gaps > 0))
          broken.push(`${count * BEHIND - received} messages missing, ${gaps} gaps`);
        return {
          "joins/s": (count / ms) * 1000,
          "all back s": ms / 1000,
          "p50 ms": p50,
          "p99 ms": p99,
          "CPU µs": used / count,
          statements: asked,
          "log reads/s": (read / ms) * 1000,
          "load CPU %": loadUsed / ms / 10,
        };
      },
    }));
    const rows = await interleave(`${count} viewers`, setting.rounds, variants);
    for (const { server } of opened) await server.stop();
    const table: Table = { setting: `${count.toLocaleString("en")} viewers, ${BEHIND} behind`, headline: "joins/s", better: "more", rows };
    return { tables: [table], broken };
  },
};

interface Opened {
  name: string;
  part: Part;
  server: Process<Handlers & { statements(): number; logReads(): number }>;
  manner: Manner;
  ownHeaders: string[];
}

async function openOurs({ name, part, folder, databaseUrl }: Build, count: number): Promise<Opened> {
  progress(`inviting ${count} guests · ${name}`);
  const server = start<Turnout>("servers/turnout.ts", [], folder);
  const { port } = await server.call("listen", databaseUrl);
  const room = await server.call("makeRoom", count, BEHIND);
  await settle(databaseUrl);
  return {
    name,
    part,
    server: server as unknown as Opened["server"],
    manner: turnoutManner(port, room, BEHIND),
    ownHeaders: room.cookies,
  };
}

async function openTheirs({ databaseUrl }: Setting): Promise<Opened[]> {
  await makeRooms(databaseUrl, 1);
  const log = openRoomLog(databaseUrl);
  for (let count = 0; count < BEHIND; count++) await log.append(1, "x".repeat(100));
  await log.close();
  await settle(databaseUrl);
  const ownHeaders = Array.from({ length: 1_000 }, (_, index) => `Cookie: token=${tokenFor(`guest ${index}`)}\r\n`);
  const ws = start<Ws>("servers/ws.ts");
  const wsPort = (await ws.call("listen", databaseUrl)).port;
  const socketIo = start<SocketIo>("servers/socket-io.ts");
  const ioPort = (await socketIo.call("listen", databaseUrl)).port;
  return [
    {
      name: "ws + pg",
      part: "peer",
      server: ws as unknown as Opened["server"],
      manner: { ...wsManner(wsPort), greeting: "since 0", liveAt: '{"type":"live"' },
      ownHeaders,
    },
    {
      name: "Socket.IO + pg",
      part: "peer",
      server: socketIo as unknown as Opened["server"],
      manner: { ...socketIoManner(ioPort), afterwards: '42["since",0]', liveAt: '42["live"' },
      ownHeaders,
    },
  ];
}
