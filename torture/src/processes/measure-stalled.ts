import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE } from "@turnout/contract/live";
import WebSocket from "ws";
import { recordFigures } from "../ledger.ts";
import { anotherAddress } from "./http-request.ts";
import { withCluster, type Cluster } from "./cluster.ts";
import { ORIGIN } from "./origin.ts";
import { postMessage } from "./intents.ts";
import { startActivity, type Activity } from "./activity.ts";
import { quantile, sizeOf } from "./figures.ts";
import { load } from "./reader.ts";
import type { Actor } from "./scene.ts";
import { sendOnce } from "./send-command.ts";

/** Readers that never read, and how long talk goes on without and with them (ms). */
const STALLED = 1_000;
const TALK = 20_000;
/** Who talk, each without a pause. */
const TALKERS = 12;
/** Long messages, so that connections fill up: at most so many times ten characters. */
const LONG = 190;
/** What a process may grow by (MiB). */
const MOST_GROWTH = 300;
const plan = { guests: TALKERS, mailed: 0, visitors: 0, capacity: 50, waitlistRule: "strict", visibility: "link" } as const;

/** Opens readers that take nothing off their lines, and tells what that costs the server and those who do read. */
export async function measureStalled(record: boolean, say: (line: string) => void): Promise<number> {
  return withCluster({ servers: 1, seed: "stalled" }, async (cluster) => {
    const activity = await startActivity({
      cluster,
      seed: "stalled",
      plans: [plan],
      withHosts: false,
      reads: ({ name }) => name.startsWith("host Ada"),
    });
    await activity.calm();
    await talk(activity, TALK / 4); // warm
    const before = await talk(activity, TALK);
    const pid = cluster.nodes[0]!.server.pid()!;
    const sizeBefore = sizeOf(pid);
    const stalled = await openStalled(cluster, activity);
    const sizeOpen = sizeOf(pid);
    const sampling = sampleMemory(pid);
    const during = await talk(activity, TALK);
    const most = sampling.stop();
    say(`${stalled.length} readers that never read; ${during.messages} messages in ${TALK / 1_000} s`);
    say(`memory: ${mib(sizeBefore.memory)} before, ${mib(sizeOpen.memory)} with them connected, ${mib(most)} at most while they stalled`);
    say(`a reader that reads, p50 / p99 (ms): ${before.p50} / ${before.p99} without them, ${during.p50} / ${during.p99} with them`);
    const cut = await countCut(stalled);
    say(`cut off as too slow: ${cut}`);
    await activity.stop();
    const grownBy = Math.round(most - sizeBefore.memory);
    if (record)
      await recordFigures("stalled", { stalled: stalled.length, limit: MOST_GROWTH, grownBy, cut, without: before, with: during });
    return grownBy > MOST_GROWTH ? 1 : 0;
  });
}

const mib = (value: number) => `${Math.round(value)} MiB`;

/** Everybody talks at once; from asking to the frame at the one reader who reads. */
async function talk({ scene, recorder, gatherings: [gathering] }: Activity, ms: number) {
  recorder.records.length = 0;
  const until = recorder.now() + ms;
  const talkOn = async (guest: Actor) => {
    while (recorder.now() < until) await sendOnce(scene, guest, postMessage(guest, null, LONG));
  };
  await Promise.all(gathering.guests.map(talkOn));
  await sleep(500);
  const asked = new Map<string, number>();
  const delays: number[] = [];
  for (const record of recorder.records) {
    if (record.kind === "invoked") asked.set(record.commandId, record.t);
    if (record.kind !== "received") continue;
    for (const { commandId } of (record.frame["entries"] ?? []) as { commandId: string }[]) {
      const from = asked.get(commandId);
      if (from !== undefined) delays.push(record.t - from);
    }
  }
  const rounded = (share: number) => Math.round(quantile(delays, share) * 10) / 10;
  return { messages: delays.length, p50: rounded(0.5), p99: rounded(0.99) };
}

async function openStalled({ nodes }: Cluster, { scene, gatherings: [gathering] }: Activity): Promise<WebSocket[]> {
  const all: WebSocket[] = [];
  const [ben] = gathering.hosts.slice(1);
  const place = await load(scene, ben!);
  if (!place || place === "unknown") throw new Error("there is nothing to follow");
  const { eventId, cookie } = ben!;
  while (all.length < STALLED) {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = new WebSocket(`ws://127.0.0.1:${nodes[0]!.server.port}/live`, {
          perMessageDeflate: false,
          headers: { origin: ORIGIN, host: new URL(ORIGIN).host, cookie, "x-forwarded-for": anotherAddress() },
        });
        socket.on("error", () => {});
        await new Promise((done) => socket.once("open", done));
        socket.send(JSON.stringify({ type: "follow", eventId, epoch: place.epoch, after: place.seq }));
        await new Promise((done) => socket.once("message", done));
        socket.pause();
        all.push(socket);
      }),
    );
  }
  return all;
}

/** How many were told that they are too slow: they read again, to find out. */
async function countCut(stalled: WebSocket[]): Promise<number> {
  let cut = 0;
  for (const socket of stalled) {
    socket.on("close", (code) => (cut += Number(code === CLOSE.tooSlow || code === 1006)));
    socket.resume();
  }
  await sleep(3_000);
  const counted = cut;
  for (const socket of stalled) socket.terminate();
  return counted;
}

function sampleMemory(pid: number) {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, sizeOf(pid).memory)), 250);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
