import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { judge } from "../checker/judge.ts";
import type { Verdict } from "../checker/verdict.ts";
import type { History } from "../history.ts";

/** Keeps what a red round left behind, and says how to judge it again. */
export function keepRedRound(history: History): string {
  const path = join(mkdtempSync(join(tmpdir(), "turnout-red-")), `seed-${history.seed}.json.gz`);
  writeFileSync(path, gzipSync(JSON.stringify(history)));
  return `kept: npm run torture -- --judge ${path}`;
}

export function judgeFile(path: string): Verdict {
  const bytes = readFileSync(path);
  return judge(JSON.parse(String(path.endsWith(".gz") ? gunzipSync(bytes) : bytes)) as History);
}
