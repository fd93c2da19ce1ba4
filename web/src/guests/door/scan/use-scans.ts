import { useCallback, useRef, useState } from "react";
import { serverNow } from "../../../clock.ts";
import type { Arrive, Recorded } from "../use-arrivals.ts";
import { toneOf, type ScanKind, type ScanOutcome } from "./scan-outcome.ts";
import { signal } from "./signals.ts";

/** Scans that are listed, the last one first. */
export const SCANS_SHOWN = 10;
/** A code that a camera goes on seeing, or that is held there again so soon, is the same scan (ms). */
export const SAME_SCAN_MS = 3_000;

type Failed = Exclude<Recorded, { is: "done" }>;

export interface Scan extends ScanOutcome {
  id: number;
  /** When it was scanned (ms). */
  at: number;
  /** How many people it let in. */
  people: number;
  /** Kept on this device, until the server has it. */
  isHere: boolean;
  /** What the code was, before anything was done about it. */
  was: ScanKind;
  /** Why the last thing that was tried was not done. */
  failed: Failed | null;
  /** What takes those back whom it let in, the last of them last. */
  undos: { people: number; run: () => Promise<Recorded> }[];
}

/** The scans of this door: the last ones, and what is done about them. */
export function useScans(check: (text: string) => Promise<ScanOutcome>, arrive: Arrive) {
  const [scans, setScans] = useState<Scan[]>([]);
  const seen = useRef({ text: "", at: -Infinity, lastId: 0, turn: Promise.resolve() });

  const change = useCallback((done: Scan) => setScans((before) => before.map((scan) => (scan.id === done.id ? done : scan))), []);

  const letIn = useCallback(
    async (scan: Scan, people: number, override = false) => {
      const done = await withPeople(scan, people, override, arrive);
      change(done);
      signal(done.failed ? "red" : toneOf(done));
    },
    [change, arrive],
  );

  const take = useCallback(
    async (id: number, text: string) => {
      const found = await check(text);
      let one: Scan = { id, at: serverNow(), people: 0, isHere: false, was: found.kind, failed: null, undos: [], ...found };
      if (one.kind === "welcome" && one.left === 1) one = await withPeople(one, 1, false, arrive);
      seen.current.at = performance.now();
      setScans((before) => [one, ...before].slice(0, SCANS_SHOWN));
      signal(one.failed ? "red" : toneOf(one));
    },
    [check, arrive],
  );

  /** One after the other: nobody who is scanned while an answer is awaited is lost. */
  const scan = useCallback(
    (text: string) => {
      const now = performance.now();
      const last = seen.current;
      const isSame = last.text === text && now - last.at < SAME_SCAN_MS;
      Object.assign(last, { text, at: now });
      if (isSame) return;
      const id = ++last.lastId;
      last.turn = last.turn.then(() => take(id, text)).catch(() => {});
    },
    [take],
  );

  /** Takes those back whom it let in last. */
  const undo = useCallback(
    async (one: Scan) => {
      const last = one.undos.at(-1)!;
      const recorded = await last.run();
      if (recorded.is !== "done") return change({ ...one, failed: recorded });
      const people = one.people - last.people;
      const kind = people === 0 ? one.was : one.kind;
      change({ ...one, kind, failed: null, people, left: one.left + last.people, undos: one.undos.slice(0, -1) });
    },
    [change],
  );

  return { scans, scan, letIn, undo };
}

/** A scan after people of its party were let in, or were not. */
async function withPeople(scan: Scan, people: number, override: boolean, arrive: Arrive): Promise<Scan> {
  const guest = scan.guest!;
  const recorded = await arrive({ ...guest, arrived: (guest.arrived ?? 0) + scan.people }, people, override);
  if (recorded.is === "done") {
    const undos = recorded.undo ? [...scan.undos, { people, run: recorded.undo }] : scan.undos;
    const left = Math.max(0, scan.left - people);
    return { ...scan, kind: "welcome", people: scan.people + people, left, isHere: recorded.isHere, failed: null, undos };
  }
  if (recorded.is === "refused" && recorded.code === "already_arrived")
    return { ...scan, kind: "alreadyIn", left: 0, guest: { ...guest, arrived: Number(recorded.facts?.["arrived"] ?? 0) } };
  if (recorded.is === "refused" && recorded.code === "guest_not_found") return { ...scan, kind: "removed", left: 0 };
  return { ...scan, failed: recorded };
}
