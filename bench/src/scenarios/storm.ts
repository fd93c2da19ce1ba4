import type { ClientOptions } from "../client-options.ts";
import type { Viewers } from "../load/viewers.ts";
import { start } from "../processes.ts";
import type { Part } from "../result.ts";
import { interleave, variant } from "../rounds.ts";
import type { PeerKind } from "../servers/peer.ts";
import { tokenFor } from "../servers/token.ts";
import type { Scenario, Setting } from "../setting.ts";
import { fillRoom, openPeer, openTurnout, type OpenServer } from "./open-server.ts";

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
    const opened = await openAll(setting, count);
    const variants = opened.map(({ name, part, server, client, ownHeaders }) =>
      variant(name, part, async () => {
        const viewers = start<Viewers>("load/viewers.ts");
        const [cpu, statements, reads] = [(await server.usage()).cpu, await server.call("statements"), await server.call("logReads")];
        const { ms, p50, p99 } = await viewers.call("open", { client, count, atOnce: AT_ONCE, ownHeaders });
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
      }),
    );
    const about = { setting: `${count.toLocaleString("en")} viewers, ${BEHIND} behind`, headline: "joins/s", better: "more" } as const;
    const table = await interleave(about, setting.rounds, variants);
    for (const { server } of opened) await server.stop();
    return { tables: [table], broken };
  },
};

interface Opened extends OpenServer {
  name: string;
  part: Part;
}

async function openAll(setting: Setting, guests: number): Promise<Opened[]> {
  const { builds, peers, databaseUrl } = setting;
  const crowd = { guests, messages: BEHIND, behind: BEHIND };
  const opened = await Array.fromAsync(builds, async (build): Promise<Opened> => ({ ...build, ...(await openTurnout(build, crowd)) }));
  if (!peers) return opened;
  await fillRoom(databaseUrl, BEHIND);
  const ownHeaders = Array.from({ length: 1_000 }, (_, index) => `Cookie: token=${tokenFor(`guest ${index}`)}\r\n`);
  const open = async (name: string, kind: PeerKind, asks: Partial<ClientOptions>): Promise<Opened> => {
    const peer = await openPeer(kind, databaseUrl);
    return { ...peer, name, part: "peer", client: { ...peer.client, ...asks }, ownHeaders };
  };
  const ws = await open("ws + pg", "ws", { greeting: "since 0", liveAt: '{"type":"live"' });
  const socketIo = await open("Socket.IO + pg", "socket-io", { afterwards: '42["since",0]', liveAt: '42["live"' });
  return [...opened, ws, socketIo];
}
