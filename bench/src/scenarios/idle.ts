import { setTimeout as sleep } from "node:timers/promises";
import type { Build } from "../builds.ts";
import { start } from "../processes.ts";
import { interleave, variant } from "../rounds.ts";
import type { Turnout } from "../servers/turnout.ts";
import { turnoutClient } from "../client-options.ts";
import { wanted, type Scenario } from "../setting.ts";
import { openPeer, openTurnout, openViewers, type OpenServer } from "./open-server.ts";

const VIEWERS = 10_000;
/** Viewers that come and go first, so that what a server sets up once is not counted for each. */
const FIRST = 50;

export const idle: Scenario = {
  title: "Memory of those who only watch",
  about:
    "Resident memory of the server for each viewer that has joined: signed in and following the event for ours, merely connected for the others.",
  async run(setting) {
    const { builds, quick, rounds, maxConnections } = setting;
    const count = quick ? 300 : Math.min(VIEWERS, maxConnections);
    const round = async (open: () => Promise<Pick<OpenServer, "server" | "client" | "ownHeaders">>) => {
      const { server, ...opened } = await open();
      const viewers = await openViewers(opened, Math.min(FIRST, count));
      await viewers.call("close");
      await sleep(300);
      const before = await server.usage(true);
      await viewers.call("open", { ...opened, count, atOnce: 100 });
      await sleep(1_500);
      const after = await server.usage(true);
      await viewers.stop();
      await server.stop();
      return { "KB each": (after.rss - before.rss) / count / 1024, "heap KB each": (after.heap - before.heap) / count / 1024 };
    };
    const variants = wanted(setting, [
      ...builds.map((build) => variant(build.name, build.part, () => round(() => openFresh(build, count)))),
      variant("bare socket", "limit", () => round(() => openPeer("raw"))),
      variant("ws", "peer", () => round(() => openPeer("ws"))),
      variant("Socket.IO", "peer", () => round(() => openPeer("socket-io"))),
    ]);
    const about = { setting: `${count.toLocaleString("en")} viewers`, headline: "KB each", better: "less" } as const;
    return { tables: [await interleave(about, Math.min(rounds, 3), variants)], broken: [] };
  },
};

/** Whoever invites so many has a heap with much room in it, in which viewers would seem to cost nothing: another process serves them. */
async function openFresh(build: Build, guests: number) {
  const { server: maker, room } = await openTurnout(build, { guests, messages: 1 });
  await maker.stop();
  const server = start<Turnout>("servers/turnout.ts", [], build.folder);
  const { port } = await server.call("listen", build.databaseUrl);
  return { server, client: turnoutClient(port, room), ownHeaders: room.cookies };
}
