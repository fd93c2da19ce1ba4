import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { judge } from "../checker/judge.ts";
import type { Verdict } from "../checker/verdict.ts";
import type { History } from "../history.ts";

/** Violations that are shown of one round, and letters of each piece of evidence. */
const SHOWN = 6;
const EVIDENCE = 400;

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

/** What is wrong, with the beginning of each piece of evidence. */
export function violationsText({ violations }: Verdict): string {
  const lines = violations
    .slice(0, SHOWN)
    .flatMap(({ rule, message, evidence }) => [
      `  ${rule} ${message}`,
      ...evidence.map((piece) => `      ${JSON.stringify(piece).slice(0, EVIDENCE)}`),
    ]);
  const more = violations.length - SHOWN;
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}
