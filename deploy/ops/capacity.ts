import { existsSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";

export const about =
  "Finds how many sockets, pages and answers a second one pod of the chart carries, and the values for autoscaling that follow";
export const usage = "[--write | --roughly | --simulate]";

/** Share of the answers that a pod takes alone, which it is given beside its sockets and pages. */
const BESIDE = 0.1;

export async function run(args: string[]): Promise<void> {
  if (args.includes("--simulate")) await simulateAll();
  else await measure({ isWritten: args.includes("--write"), precision: args.includes("--roughly") ? 2 : 1.2 });
}

/** What autoscaling makes of people who come, by what was measured last. Imported here: a machine that only lists the commands has none of it. */
async function simulateAll() {
  const { allArrivals, chartScaling, compare } = await import("../capacity/scenarios.ts");
  const { linesOf } = await import("../capacity/simulated-table.ts");
  const scaling = chartScaling();
  for (const arrivals of allArrivals(scaling)) for (const line of linesOf(compare(arrivals, scaling))) console.log(line);
}

/** What is found holds, and `precision` times of it does not. */
async function measure({ isWritten, precision }: { isWritten: boolean; precision: number }) {
  const { openStage } = await import("../capacity/stage.ts");
  const { holdsTogether, mostRequests, mostSockets } = await import("../capacity/measure.ts");
  const { readPodSize } = await import("../capacity/pod-size.ts");
  const { MOST_TRIED, resultFile, tableOf, valuesBy } = await import("../capacity/result.ts");
  if (!existsSync(join(root, "web/dist/index.html")))
    throw new Failed("the web app is not built, and pages are made with it: npm run build --workspace web");
  const { size, asked } = readPodSize();
  const how = { size, precision, tell: console.log };
  const stage = await openStage(MOST_TRIED);
  try {
    const pages = await mostRequests("pages", stage, how);
    const answers = await mostRequests("answers", stage, how);
    const sockets = await mostSockets(stage, how);
    const result = {
      pod: { ...asked, imposed: sockets.imposed },
      machine: `${cpus().length} × ${cpus()[0]!.model}`,
      sockets: sockets.most,
      memory: Math.round(sockets.memory / 2 ** 20),
      pages: pages.most,
      answers: answers.most,
      arrival: Number(sockets.arrival.toFixed(2)),
    };
    console.log(tableOf(result));
    const { socketsPerPod, peak } = valuesBy(result);
    const wanted = { sockets: socketsPerPod, pages: Math.ceil(socketsPerPod * peak), answers: Math.ceil(answers.most * BESIDE) };
    const isKept = () => holdsTogether(wanted, stage, size, console.log);
    // Once more where it fails: others on the machine may have been in the way.
    const isKeptAtOnce = await isKept();
    if (!isKeptAtOnce && !(await isKept())) throw new Failed("a pod does not carry at once what its values give it");
    if (isWritten) writeFileSync(resultFile, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await stage.close();
  }
}
