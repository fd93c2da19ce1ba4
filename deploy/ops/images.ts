import { availableParallelism, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import { buildImage, imageDefinitions, imageSize } from "../images/definitions.ts";
import { checkFiles } from "../images/files.ts";
import { gather, say } from "../load/journey.ts";
import { memoryOf } from "../../bench/src/process-usage.ts";
import { openReaders, untilHeard } from "../images/readers.ts";
import { inspect, isHealthy, startStack, terminate, type Stack } from "../images/stack.ts";
import { stopFaults } from "../images/stop-faults.ts";
import { run as makeBases } from "./bases.ts";

export const about = "Builds the images and runs them restricted: sizes, health, a journey through the proxy, a stop under 200 sockets";
export const usage = "[--build-only | --run-only]";

const READERS = 200;
const GUESTS = 10;
/** Longest time from a container's start until its server answers (ms). */
const READY_WITHIN = 2_000;
/** Most memory of an idle server (10^6 bytes). */
const IDLE_BUDGET = 120;

export async function run(args: string[]): Promise<void> {
  const misses: string[] = [];
  const check = (what: string, value: number, most: number, unit: string) => {
    console.log(`${what}: ${Math.round(value)} ${unit} (at most ${most})`);
    if (value > most) misses.push(what);
  };
  if (!args.includes("--run-only")) {
    await makeBases([]);
    for (const definition of imageDefinitions) await buildImage(definition);
  }
  for (const { name, budget } of imageDefinitions) {
    const size = (await imageSize(name)) / 1e6;
    if (budget) check(`size of ${name}`, size, budget, "MB");
    else console.log(`size of ${name}: ${Math.round(size)} MB on its stand-in base`);
  }
  if (args.includes("--build-only")) return settle(misses);

  const stack = await startStack();
  try {
    // The worker applies migrations, so it does not count; of the two equal servers, the faster one was less disturbed.
    const starts = [stack.starts["api-1"]!, stack.starts["api-2"]!];
    const [wall, processor] = [Math.min(...starts.map((one) => one.wall)), Math.min(...starts.map((one) => one.processor))];
    const isBusy = loadavg()[0]! > availableParallelism();
    console.log(`start to ready: ${wall} ms, of which ${processor} ms of the processor (load ${loadavg()[0]!.toFixed(0)})`);
    check(isBusy ? "start to ready, by the processor on a busy machine" : "start to ready", isBusy ? processor : wall, READY_WITHIN, "ms");
    await sleep(3_000);
    check("idle memory", memoryOf(Number(await inspect("api-2", "{{.State.Pid}}"))), IDLE_BUDGET, "MB");
    await drive(stack);
  } finally {
    await stack.close();
  }
  settle(misses);
}

async function drive(stack: Stack) {
  const front = `${await stack.addressOf("web")}:8080`;
  await checkFiles(front);
  console.log("files: plain, gzip and brotli, kept for ever");
  const gathering = await gather(front, GUESTS);
  console.log(`journey: signed up by mail, made an event, ${GUESTS} guests answered`);

  const readers = await openReaders(gathering, READERS);
  await say(gathering, gathering.host, "before");
  await untilHeard(readers, "before");
  const stopped = terminate("api-1");
  await say(gathering, gathering.guests[0]!, "meanwhile");
  const { code, took } = await stopped;
  await untilHeard(readers, "meanwhile");
  await say(gathering, gathering.host, "after");
  await untilHeard(readers, "after");
  const moved = readers.filter(({ moves }) => moves > 0).length;
  const cutOff = readers.flatMap((reader) => reader.cutOff);
  const failed = readers.reduce((sum, { failedHandshakes }) => sum + failedHandshakes, 0);
  for (const reader of readers) reader.close();
  console.log(
    `stop: exit code ${code} after ${Math.round(took)} ms, ${moved} of ${READERS} readers moved, ${cutOff.length} cut off, ${failed} handshakes failed`,
  );
  const faults = stopFaults(code, readers, ["before", "meanwhile", "after"]);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  for (const name of ["database", "worker", "api-2", "web"]) if (!(await isHealthy(name))) throw new Failed(`${name} is not healthy`);
}

function settle(misses: string[]) {
  if (misses.length > 0) throw new Failed(`over budget: ${misses.join(", ")}`);
  console.log("images: as promised");
}
