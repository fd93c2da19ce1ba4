import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const ledger = join(root, "torture/ledger.jsonl");
const figures = join(root, "torture/figures.jsonl");
/** What a round tries out: a round counts for as long as this is unchanged. */
const tried = ["contract/src", ...["log", "realtime", "events", "guests", "invitations", "chat", "db"].map((part) => `server/src/${part}`)];

/** One round that was played, for good. */
export interface LedgerLine {
  at: string;
  commit: string;
  /** A hash of the code that was tried out, whether or not it was committed. */
  code: string;
  seed: number;
  faults: string[];
  commands: number;
  acknowledged: number;
  /** Commands of which nobody got to know what became of them. */
  unknown: number;
  entries: number;
  frames: number;
  /** Mails that were judged; 0 where some were still on their way when the round ended. */
  mails: number;
  verdict: "green" | "red";
  /** The slowest recovery after each kind of fault (ms). */
  recovery: Record<string, number>;
}

export function appendToLedger(line: LedgerLine): void {
  appendFileSync(ledger, `${JSON.stringify(line)}\n`);
}

/** What was measured, or how many schedules were simulated, with the code in hand. */
export function recordFigures(figure: string, values: Record<string, unknown>): void {
  appendFileSync(figures, `${JSON.stringify({ at: new Date().toISOString(), ...codeInHand(), figure, ...values })}\n`);
}

/** What was measured once: what exactly depends on the figure. */
export interface Figures extends Pick<LedgerLine, "at" | "commit" | "code"> {
  figure: string;
  [value: string]: unknown;
}

export const readLedger = (): LedgerLine[] => linesOf(ledger);
export const readFigures = (): Figures[] => linesOf(figures);

function linesOf<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Which code is tried out, now. */
export function codeInHand(): Pick<LedgerLine, "commit" | "code"> {
  const hash = createHash("sha256");
  for (const path of tried.flatMap((folder) => sourcesIn(join(root, folder))).toSorted()) {
    hash.update(relative(root, path)).update("\0").update(readFileSync(path));
  }
  return { commit: currentCommit(), code: hash.digest("hex").slice(0, 12) };
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name) && !/\.test(-support)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function currentCommit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "none"; // an unpacked archive
  }
}
