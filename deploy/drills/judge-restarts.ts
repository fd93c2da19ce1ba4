import { join } from "node:path";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { absenceAt, misses, missesBeside, seconds, type Outcome } from "./outcome.ts";
import { rollingRestart, type Way } from "./rolling-restart.ts";

const OURS = join(root, "deploy/edge/haproxy.cfg");
const WITHOUT_RETRIES = join(import.meta.dirname, "without-retries.cfg");

export interface Comparison {
  ways: Way[];
  readers: number;
  /** Each server leaves another way, instead of all of them each way. */
  isShort: boolean;
  /** Whether to try as well that failures are seen. */
  hasControl: boolean;
  /** A checkout of an earlier version to measure beside. */
  before: { name: string; folder: string } | null;
}

/** Restarts servers each way, prints what people noticed, and fails where a goal is missed. */
export async function judgeRestarts({ ways, readers, isShort, hasControl, before }: Comparison): Promise<void> {
  const faults: string[] = [];
  const rows = [HEAD];
  const plans = isShort ? [{ title: ways.join(", "), each: ways }] : ways.map((way) => ({ title: way, each: [way, way, way] }));
  const measure = async (title: string, drill: Pick<Parameters<typeof rollingRestart>[0], "folder" | "config" | "ways">) => {
    const outcome = await rollingRestart({ ...drill, readers });
    rows.push(rowOf(title, outcome));
    console.log([rows.at(-1)!.join(" · "), ...causesOf([...outcome.failedRequests, ...outcome.failedHandshakes])].join("\n  "));
    return outcome;
  };

  for (const { title, each } of plans) {
    const ours = await measure(title, { folder: root, config: OURS, ways: each });
    // Everybody whose server left has moved: with three servers, all of them in the end.
    faults.push(...misses(ours, readers * MOVED).map((miss) => `${title}: ${miss}`));
    if (!before) continue;
    const theirs = await measure(`${title}, ${before.name}`, { folder: before.folder, config: WITHOUT_RETRIES, ways: each });
    faults.push(...missesBeside(ours, theirs).map((miss) => `${title}: ${miss}`));
  }
  if (hasControl) {
    const { failedRequests, failedHandshakes } = await measure(CONTROL, {
      folder: root,
      config: WITHOUT_RETRIES,
      ways: ["at once"],
    });
    if (failedRequests.length + failedHandshakes.length === 0) faults.push("the control did not fail: this drill sees no failures");
    else console.log("the control failed, as it has to");
  }
  console.log(`\n${tableOf(rows)}\n`);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  if (plans.length > 0) console.log("rolling restart: nobody noticed");
}

const MOVED = 0.8;
const CONTROL = "control: at once, without retries";
const HEAD = [
  "way",
  "requests failed",
  "99 % answered in",
  "handshakes failed",
  "sockets ended",
  "away p50",
  "p95",
  "worst",
  "lost",
  "doubled",
  "gone",
];

function rowOf(title: string, outcome: Outcome): string[] {
  const { requests, failedRequests, answered, failedHandshakes, absences, lost, doubled, gone } = outcome;
  return [
    title,
    `${failedRequests.length} of ${requests}`,
    seconds(answered),
    ...[failedHandshakes, absences].map(({ length }) => String(length)),
    ...[0.5, 0.95, 1].map((share) => seconds(absenceAt(outcome, share))),
    ...[lost, doubled, gone].map(String),
  ];
}

const ID = /[\da-f]{8}-[\da-f-]{27}/g;

/** What failed, without ids, most often first. */
function causesOf(failures: string[]): string[] {
  const counts = new Map<string, number>();
  for (const failure of failures.map((one) => one.replaceAll(ID, "…").split("\n")[0]!.slice(0, 120)))
    counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([failure, count]) => `${count} × ${failure}`);
}

function tableOf(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")).join("\n");
}
