import type { Viewers } from "../load/viewers.ts";
import type { Process, Usage } from "../processes.ts";
import type { Part } from "../result.ts";
import { progress } from "../rounds.ts";
import type { PeerKind } from "../servers/peer.ts";
import { wanted, type Setting } from "../setting.ts";
import { fillRoom, openPeer, openPublisher, openTurnout, openViewers, type OpenServer } from "./open-server.ts";

/** Messages that are there already when a room is measured. */
const EARLIER = 2_000;
const CONNECTIONS = 128;
/** What is left when the last message has been sent may take this long to come (ms). */
const PATIENCE = 5_000;

/** A kind of server that has a room. */
export interface RoomKind {
  name: string;
  part: Part;
  open(count: number): Promise<RoomStage>;
}

/** One server with an event and everybody who watches it, ready for messages. */
export interface RoomStage {
  viewers: Process<Viewers>;
  usage(collect?: boolean): Promise<Usage>;
  /** Processor time that it has used so far (µs). */
  cpu(): Promise<number>;
  close(): Promise<void>;
}

export function roomKinds(setting: Pick<Setting, "builds" | "peers" | "databaseUrl">): RoomKind[] {
  const { builds, databaseUrl } = setting;
  const ours = builds.map((build) => ({
    ...build,
    async open(guests: number) {
      const opened = await openTurnout(build, { guests, messages: EARLIER });
      const stage = await openStage(build.name, opened, guests);
      await openPublisher(stage.viewers, opened.port, opened.room, CONNECTIONS);
      return stage;
    },
  }));
  const peer = (name: string, kind: PeerKind): RoomKind => ({
    name,
    part: "peer",
    async open(count) {
      await fillRoom(databaseUrl, EARLIER);
      return openStage(name, await openPeer(kind, databaseUrl), count);
    },
  });
  return wanted(setting, [...ours, peer("ws + pg", "ws"), peer("Socket.IO + pg", "socket-io")]);
}

async function openStage(name: string, opened: Pick<OpenServer, "server" | "client" | "ownHeaders">, count: number): Promise<RoomStage> {
  progress(`opening ${count} viewers · ${name}`);
  const { server } = opened;
  const viewers = await openViewers(opened, count);
  return {
    viewers,
    usage: server.usage,
    cpu: async () => (await server.usage()).cpu,
    async close() {
      await viewers.stop();
      await server.stop();
    },
  };
}

export interface Load {
  viewers: number;
  rate: number;
  seconds: number;
  warmUp: number;
}

/** Messages at a fixed rate for a while, and what became of them. */
export async function underLoad(stage: Pick<RoomStage, "viewers" | "cpu">, { viewers, rate, seconds, warmUp }: Load) {
  const before = await stage.viewers.call("counted");
  const cpu = await stage.cpu();
  const posted = await stage.viewers.call("post", { rate, seconds, warmUp });
  const wanted = posted.sent * viewers;
  await stage.viewers.call("until", before.received + wanted, PATIENCE);
  const used = (await stage.cpu()) - cpu;
  const counted = await stage.viewers.call("counted");
  // Where nothing came of what was due in time, no latency is known, and none is made up.
  const latency = await stage.viewers.call("latency");
  const { p50, p99 } = latency.count > 0 ? latency : { p50: NaN, p99: NaN };
  const arrived = counted.received - before.received;
  const frames = counted.frames - before.frames;
  const broken = [];
  if (arrived !== wanted) broken.push(`${wanted - arrived} deliveries of ${wanted} missing`);
  if (counted.gaps > 0) broken.push(`${counted.gaps} gaps`);
  if (counted.closed > 0) broken.push(`${counted.closed} viewers cut off`);
  if (counted.failed > 0) broken.push(`${counted.failed} messages not taken`);
  return {
    broken,
    figures: {
      "p50 ms": p50,
      "p99 ms": p99,
      "deliveries/s": posted.delivered / posted.seconds,
      "arrived %": (arrived / wanted) * 100,
      "CPU µs": used / arrived,
      "in a frame": arrived / frames,
      "CPU µs a frame": used / frames,
      "load CPU %": posted.cpu / posted.seconds / 10_000,
    },
  };
}
