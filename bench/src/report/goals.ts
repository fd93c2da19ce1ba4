import { PLAYED_BACK } from "../scenarios/rsvp-rush.ts";
import { figureOf, ratioTo, type Table } from "../result.ts";
import type { Kept } from "./keep.ts";
import { shown, shownRatio } from "./table.ts";

export interface Goal {
  id: string;
  text: string;
  measured: string;
  /** A limit has no goal: it says how far anybody could get here who keeps the same. */
  verdict: "met" | "not met" | "not measured" | "a limit" | "held by a test";
  /** A ratio missed by more than the rounds differ among each other. */
  clearlyMissed: boolean;
}

interface Found {
  median: number;
  most: number;
}
interface Wish {
  id: string;
  text: string;
  find(results: Results): Found | null;
  /** At least (`least`) or at most (`most`) so much. */
  least?: number;
  most?: number;
  unit?: string;
  /** A test that fails where the goal is missed, of those that no run measures. */
  heldBy?: string;
}

class Results {
  readonly kept: Kept[];
  constructor(kept: Kept[]) {
    this.kept = kept;
  }
  table(scenario: string, setting: string): Table | undefined {
    return this.kept.find((one) => one.scenario === scenario)?.tables.find((one) => one.setting.startsWith(setting));
  }
  ratio(scenario: string, setting: string, variant: string): Found | null {
    const table = this.table(scenario, setting);
    const row = table?.rows.find((one) => one.variant === variant);
    return (table && row && ratioTo(table, row)) ?? null;
  }
  figure(scenario: string, setting: string, figure: string, variant = "Turnout"): Found | null {
    const value = figureOf(this.table(scenario, setting), variant, figure);
    return Number.isFinite(value) ? { median: value, most: value } : null;
  }
  /** How many times the second variant's figure the first one's is. */
  times(scenario: string, figure: string, [one, other]: [string, string], setting = ""): Found | null {
    const table = this.table(scenario, setting);
    return exactly(table ? figureOf(table, one, figure) / figureOf(table, other, figure) : null);
  }
  /** The most deliveries a second that a variant brought about, at whatever rate. */
  mostDelivered(variant: string, inTime = Infinity): number {
    const tables = this.kept.find((one) => one.scenario === "room-load")?.tables ?? [];
    const able = tables.filter((table) => figureOf(table, variant, "p99 ms") <= inTime);
    return Math.max(0, ...able.map((table) => figureOf(table, variant, "deliveries/s")).filter(Number.isFinite));
  }
}

const ratio = (scenario: string, setting: string, variant: string) => (results: Results) => results.ratio(scenario, setting, variant);
const figure = (scenario: string, setting: string, name: string, variant?: string) => (results: Results) =>
  results.figure(scenario, setting, name, variant);
const exactly = (value: number | null): Found | null => (value !== null && Number.isFinite(value) ? { median: value, most: value } : null);

const SAME_ROWS = "the same rows, batches of 256";
const SAME_ROWS_EACH = "the same rows, a transaction each";

/** Beside what has to be kept anyway: the same goals, when others keep what Turnout keeps, and how far anybody could get. */
function sameRows(events: "1 event" | "100 events"): Wish[] {
  const setting = `${events}, 256 producers`;
  const [id, least] = events === "1 event" ? ["G5", 60] : ["G6", 10];
  const limit = (peer: string) => (results: Results) => results.times("append", "entries/s", [SAME_ROWS, peer], setting);
  return [
    { id, text: `${events} beside the same rows in bare batches`, find: ratio("append", setting, SAME_ROWS), least: 0.85 },
    { id, text: `${events} beside the same rows, a transaction each`, find: ratio("append", setting, SAME_ROWS_EACH), least },
    { id, text: `limit: the same rows in bare batches beside a transaction each, ${events}`, find: limit("pg: a transaction each") },
    { id, text: `limit: the same rows in bare batches beside the same rows, a transaction each, ${events}`, find: limit(SAME_ROWS_EACH) },
  ];
}

const wishes: Wish[] = [
  ...["1,000", "5,000"].map((n) => ({
    id: "G1",
    text: `fan-out to ${n}, k=1, beside a bare socket write`,
    find: ratio("fanout-1", `${n} viewers`, "bare socket write"),
    least: 0.92,
  })),
  ...["1,000", "5,000"].flatMap((n) =>
    ["bare socket write", "Socket.IO room"].map((peer) => ({
      id: "G1",
      text: `limit: bytes made once on sockets of ws, beside ${peer}, to ${n}`,
      find: (results: Results) => results.times("fanout-1", "deliveries/s", ["ws, framed once", peer], `${n} viewers`),
    })),
  ),
  { id: "G1", text: "fan-out to 1,000, k=1, beside Socket.IO", find: ratio("fanout-1", "1,000 viewers", "Socket.IO room"), least: 1.6 },
  { id: "G1", text: "fan-out to 5,000, k=1, beside Socket.IO", find: ratio("fanout-1", "5,000 viewers", "Socket.IO room"), least: 1.8 },
  { id: "G1", text: "fan-out to 1,000, k=1, beside ws.send", find: ratio("fanout-1", "1,000 viewers", "ws.send"), least: 1.2 },
  ...["Socket.IO room", "ws.send"].flatMap((peer) => [
    { id: "G2", text: `fan-out, k=10, beside ${peer}`, find: ratio("fanout-batch", "1,000 viewers, k=10", peer), least: 10 },
    { id: "G2", text: `fan-out, k=50, beside ${peer}`, find: ratio("fanout-batch", "1,000 viewers, k=50", peer), least: 40 },
  ]),
  {
    id: "G3",
    text: "busy room: deliveries/s with p99 ≤ 75 ms",
    find: (results) => exactly(results.mostDelivered("Turnout", 75) || null),
    least: 1_000_000,
  },
  {
    id: "G3",
    text: "busy room: deliveries/s beside the most of Socket.IO + pg",
    find: (results) => exactly(results.mostDelivered("Turnout", 1_000) / results.mostDelivered("Socket.IO + pg")),
    least: 15,
  },
  {
    id: "G4",
    text: "p99 at 1,000 msg/s beside its own at 50",
    find: (results) =>
      exactly(
        (results.figure("room-load", "1,000 msg/s", "p99 ms")?.median ?? NaN) /
          (results.figure("room-load", "50 msg/s", "p99 ms")?.median ?? NaN),
      ),
    most: 5,
  },
  {
    id: "G5",
    text: "one hot event beside the bare batch of 500",
    find: ratio("append", "1 event, 256 producers", "bare SQL, batches of 500"),
    least: 0.85,
  },
  {
    id: "G5",
    text: "one hot event beside a transaction each",
    find: ratio("append", "1 event, 256 producers", "pg: a transaction each"),
    least: 60,
  },
  {
    id: "G5",
    text: "the same with 1 ms a flush",
    find: ratio("append", "1 event, 256 producers, 1 ms", "pg: a transaction each"),
    least: 120,
  },
  { id: "G5", text: "p99 at 256 producers", find: figure("append", "1 event, 256 producers", "p99 ms"), most: 8, unit: "ms" },
  ...sameRows("1 event"),
  {
    id: "G6",
    text: "100 events beside a transaction each",
    find: ratio("append", "100 events, 256 producers", "pg: a transaction each"),
    least: 10,
  },
  ...sameRows("100 events"),
  { id: "G7", text: "2,000 answers beside FOR UPDATE", find: ratio("rsvp-rush", "2,000 guests", "pg: FOR UPDATE"), least: 40 },
  {
    id: "G7",
    text: "2,000 answers beside a function call each",
    find: ratio("rsvp-rush", "2,000 guests", "pg: a function call each"),
    least: 15,
  },
  { id: "G7", text: "20,000 answers decided", find: figure("rsvp-rush", "20,000 guests", "all ms"), most: 300, unit: "ms" },
  {
    id: "G7",
    text: "limit: the same statements played back, 20,000 answers, ms",
    find: figure("rsvp-rush", "20,000 guests", "all ms", PLAYED_BACK),
  },
  {
    id: "G7",
    text: "limit: the same statements played back beside FOR UPDATE, 2,000 answers",
    find: (results) => results.times("rsvp-rush", "answers/s", [PLAYED_BACK, "pg: FOR UPDATE"], "2,000 guests"),
  },
  ...["oversold", "out of order", "bumped"].map((what) => ({
    id: "G7",
    text: what,
    find: figure("rsvp-rush", "20,000 guests", what),
    most: 0,
  })),
  { id: "G8", text: "memory for each joined viewer", find: figure("idle", "", "KB each"), most: 7, unit: "KB" },
  { id: "G8", text: "memory beside Socket.IO (times less)", find: ratio("idle", "", "Socket.IO"), least: 2 },
  { id: "G8", text: "memory beside ws (times less)", find: ratio("idle", "", "ws"), least: 1 / 1.15 },
  { id: "G9", text: "joins/s beside ws", find: ratio("storm", "", "ws + pg"), least: 1.5 },
  { id: "G9", text: "joins/s beside Socket.IO", find: ratio("storm", "", "Socket.IO + pg"), least: 3.5 },
  { id: "G9", text: "reads of an event's log per second meanwhile", find: figure("storm", "", "log reads/s"), most: 1 },
  ...["delivery", "frame"].flatMap((unit) =>
    [2, 4].map((processes) => ({
      id: "G10",
      text: `CPU per ${unit} of ${processes} processes beside one`,
      find: (results: Results) =>
        results.times("nodes", unit === "frame" ? "CPU µs a frame" : "CPU µs", [`Turnout, ${processes} processes`, "Turnout, 1 process"]),
      most: 1.05,
    })),
  ),
  {
    id: "G11",
    text: "p99 of the healthy with 5 % stalled, beside nobody stalled",
    find(results) {
      const [stalled, quiet] = results.table("slow", "")?.rows ?? [];
      const table = results.table("slow", "");
      return exactly(
        table && stalled && quiet ? figureOf(table, stalled.variant, "p99 ms") / figureOf(table, quiet.variant, "p99 ms") : null,
      );
    },
    most: 1.2,
  },
  {
    id: "G12",
    text: "event page beside node:http with bytes made once",
    find: ratio("read", "event page, not", "node:http, bytes made once"),
    least: 0.85,
  },
  {
    id: "G12",
    text: "limit: a page that looks nothing up beside node:http with bytes made once",
    find: ratio("read", "a page that looks nothing up", "node:http, bytes made once"),
  },
  { id: "G12", text: "event beside Fastify + pg", find: ratio("read", "event as JSON", "Fastify + pg rows"), least: 2.3 },
  { id: "G12", text: "guest list beside Fastify + pg rows", find: ratio("read", "guest list", "Fastify + pg rows"), least: 8 },
  { id: "G13", text: "event page on 4G: the document", find: figure("phone", "4G", "document bytes"), most: 14_336, unit: "bytes" },
  { id: "G13", text: "event page on 4G: scripts on the wire", find: figure("phone", "4G", "script bytes"), most: 30_720, unit: "bytes" },
  { id: "G13", text: "event page on 4G: largest paint", find: figure("phone", "4G", "largest paint ms"), most: 1_000, unit: "ms" },
  {
    id: "G14",
    text: "no NOTIFY, no transaction for each message, nothing allocated for each viewer",
    heldBy: "allocations.test.ts",
    find: () => null,
  },
];

/** Each goal with what was measured for it. */
export function goalsOf(kept: Kept[]): Goal[] {
  const results = new Results(kept);
  return wishes.map(({ id, text, find, least, most, unit, heldBy }) => {
    if (heldBy) return { id, text, measured: `\`${heldBy}\``, verdict: "held by a test", clearlyMissed: false };
    const found = find(results);
    const goal = least !== undefined ? `≥ ${shown(least)}` : most !== undefined ? `≤ ${most}` : "";
    const wish = `${text}${goal && `: ${goal} ${unit ?? ""}`.trimEnd()}`;
    if (!found) return { id, text: wish, measured: "–", verdict: "not measured", clearlyMissed: false };
    const hasGoal = least !== undefined || most !== undefined;
    const isMet = (value: number) => (least === undefined || value >= least) && (most === undefined || value <= most);
    const measured = unit || found.median > 1_000 ? `${shown(found.median)} ${unit ?? ""}`.trim() : shownRatio(found.median);
    return {
      id,
      text: wish,
      measured,
      verdict: !hasGoal ? "a limit" : isMet(found.median) ? "met" : "not met",
      clearlyMissed: !isMet(found.median) && !isMet(found.most),
    };
  });
}
