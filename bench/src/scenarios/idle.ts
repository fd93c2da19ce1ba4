import type { Viewers } from "../load/viewers.ts";
import type { Manner } from "../load/connect.ts";
import { rawManner, socketIoManner, turnoutManner, wsManner } from "../manners.ts";
import { start, type Handlers, type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave } from "../rounds.ts";
import type { Raw } from "../servers/raw.ts";
import type { SocketIo } from "../servers/socket-io.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Ws } from "../servers/ws.ts";
import type { Scenario } from "../setting.ts";
import { settle } from "./database-state.ts";

const VIEWERS = 10_000;
/** Viewers that come and go first, so that what a server sets up once is not counted for each. */
const FIRST = 50;

interface Opened {
  server: Process<Handlers>;
  manner: Manner;
  ownHeaders: string[];
}

export const idle: Scenario = {
  title: "Memory of those who only watch",
  about:
    "Resident memory of the server for each viewer that has joined: signed in and following the event for ours, merely connected for the others.",
  async run({ databaseUrl, quick, peers, rounds, maxConnections }) {
    const count = quick ? 300 : Math.min(VIEWERS, maxConnections);
    const kinds: { name: string; part: Part; open(): Promise<Opened> }[] = [
      { name: "Turnout", part: "ours", open: () => openTurnout(databaseUrl, count) },
      { name: "bare socket", part: "limit", open: openRaw },
      { name: "ws", part: "peer", open: openWs },
      { name: "Socket.IO", part: "peer", open: openSocketIo },
    ];
    const variants = kinds
      .filter(({ part }) => peers || part !== "peer")
      .map(({ name, part, open }) => ({
        name,
        part,
        async round() {
          const { server, manner, ownHeaders } = await open();
          const viewers = start<Viewers>("load/viewers.ts");
          await viewers.call("open", { manner, count: Math.min(FIRST, count), atOnce: 100, ownHeaders });
          await viewers.call("close");
          await new Promise((resolve) => setTimeout(resolve, 300));
          const before = await server.usage(true);
          await viewers.call("open", { manner, count, atOnce: 100, ownHeaders });
          await new Promise((resolve) => setTimeout(resolve, 1_500));
          const after = await server.usage(true);
          await viewers.stop();
          await server.stop();
          return { "KB each": (after.rss - before.rss) / count / 1024, "heap KB each": (after.heap - before.heap) / count / 1024 };
        },
      }));
    const rows = await interleave(`${count} viewers`, Math.min(rounds, 3), variants);
    const table: Table = { setting: `${count.toLocaleString("en")} viewers`, headline: "KB each", better: "less", rows };
    return { tables: [table], broken: [] };
  },
};

async function openTurnout(databaseUrl: string, count: number): Promise<Opened> {
  // Whoever invites so many has a heap with much room in it, in which viewers would seem to cost nothing.
  const maker = start<Turnout>("servers/turnout.ts");
  await maker.call("listen", databaseUrl);
  const room = await maker.call("makeRoom", count, 1);
  await maker.stop();
  await settle(databaseUrl);
  const server = start<Turnout>("servers/turnout.ts");
  const { port } = await server.call("listen", databaseUrl);
  return { server, manner: turnoutManner(port, room), ownHeaders: room.cookies };
}

async function openRaw(): Promise<Opened> {
  const server = start<Raw>("servers/raw.ts");
  return { server, manner: rawManner((await server.call("listen")).port), ownHeaders: [] };
}

async function openWs(): Promise<Opened> {
  const server = start<Ws>("servers/ws.ts");
  return { server, manner: wsManner((await server.call("listen", null)).port), ownHeaders: [] };
}

async function openSocketIo(): Promise<Opened> {
  const server = start<SocketIo>("servers/socket-io.ts");
  return { server, manner: socketIoManner((await server.call("listen", null)).port), ownHeaders: [] };
}
