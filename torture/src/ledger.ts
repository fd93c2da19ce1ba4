import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { judgedCode, triedCode, type CodeInHand } from "./code-in-hand.ts";

const root = resolve(import.meta.dirname, "../..");
const ledger = join(root, "torture/ledger.jsonl");
const figures = join(root, "torture/figures.jsonl");
/** What was played on this machine without being recorded for good. */
const playedHere = join(root, ".cache/torture-played.jsonl");

/** One round that was played, for good. */
export interface LedgerLine extends CodeInHand {
  at: string;
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

/** What was measured, or how many schedules were simulated, and with which code. */
export async function recordFigures(
  figure: string,
  values: Record<string, unknown>,
  code: Promise<CodeInHand> = triedCode(),
): Promise<void> {
  appendFileSync(figures, `${JSON.stringify({ at: new Date().toISOString(), ...(await code), figure, ...values })}\n`);
}

/** What was measured once: what exactly depends on the figure. */
export interface Figures extends CodeInHand {
  at: string;
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

/** Seeds of one kind, or a part of the mutants, that were green. */
export interface Played {
  kind: "schedules" | "rounds" | "standby" | "mutants";
  first: number;
  count: number;
}

/** Remembers what was green, so that it need not be played again while nothing has changed that its verdict depends on. */
export function rememberPlayed(played: Played, forGood: boolean): void {
  const file = forGood ? figures : playedHere;
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...judgedCode(), figure: "played", ...played })}\n`);
}

/** Whether all of it was green before, with this very code. */
export function wasPlayed({ kind, first, count }: Played): boolean {
  const { code } = judgedCode();
  const known = [...readFigures(), ...linesOf<Figures>(playedHere)] as (Figures & Played)[];
  return known.some(
    (one) =>
      one.figure === "played" && one.code === code && one.kind === kind && one.first <= first && one.first + one.count >= first + count,
  );
}
