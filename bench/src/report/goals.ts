import { PLAYED_BACK } from "../scenarios/rsvp-rush.ts";
import { fewGuests, listSettings, manyGuests } from "../scenarios/guest-list.ts";
import { figureOf, medianOf, ratioTo, type Spread, type Table } from "../result.ts";
import type { Kept } from "./kept-results.ts";
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

/** What was measured for a goal: a ratio of rounds, or one number. */
type Find = (kept: Kept[]) => Spread | number | null;

function tableOf(kept: Kept[], scenario: string, setting = ""): Table | undefined {
  const tables = kept.find((one) => one.scenario === scenario)?.tables ?? [];
  return tables.find((one) => one.setting === setting) ?? tables.find((one) => one.setting.startsWith(setting));
}

/** How many times better ours is than a variant. */
const ratio = (scenario: string, setting: string, variant: string) => (kept: Kept[]) => {
  const table = tableOf(kept, scenario, setting);
  const row = table?.rows.find((one) => one.variant === variant);
  return table && row ? ratioTo(table, row) : null;
};

const figure =
  (scenario: string, setting: string, name: string, variant = "Turnout") =>
  (kept: Kept[]) =>
    figureOf(tableOf(kept, scenario, setting), variant, name);

/** How many times one variant's figure is another's. */
const times =
  ([scenario, setting, name]: [string, string, string], one: string, other: string): Find =>
  (kept) =>
    figure(scenario, setting, name, one)(kept) / figure(scenario, setting, name, other)(kept);

/** The most deliveries a second that a variant brought about, at whatever rate. */
function mostDelivered(kept: Kept[], variant: string, inTime = Infinity): number {
  const tables = kept.find((one) => one.scenario === "room-load")?.tables ?? [];
  const able = tables.filter((table) => figureOf(table, variant, "p99 ms") <= inTime);
  return Math.max(0, ...able.map((table) => figureOf(table, variant, "deliveries/s")).filter(Number.isFinite));
}

const besideSocketIo = (kept: Kept[]) => mostDelivered(kept, "Turnout", 1_000) / mostDelivered(kept, "Socket.IO + pg");
const latencyAt = (rate: string) => figure("room-load", `${rate} msg/s`, "p99 ms");
const oftenBesideSeldom = (kept: Kept[]) => latencyAt("1,000")(kept) / latencyAt("50")(kept);

function stalledBesideNone(kept: Kept[]): number {
  const [stalled, none] = (tableOf(kept, "slow")?.rows ?? []).map((row) => medianOf(row.figures["p99 ms"]));
  return (stalled ?? NaN) / (none ?? NaN);
}

const BARE = "bare socket write";
const EACH = "pg: a transaction each";
const SAME_ROWS = "the same rows, batches of 256";
const SAME_ROWS_EACH = "the same rows, a transaction each";
const FASTIFY = "Fastify + pg rows";
const PLAIN_HTTP = "node:http, bytes made once";
const TRACED = "traces of 1 %";
const ICAL_GENERATOR = "ical-generator, each written";
const frameMadeOnce = (n: string, peer: string) => times(["fanout-1", `${n} viewers`, "deliveries/s"], "ws, framed once", peer);
const manyBesideFew = (setting: string) => times(["guest-list", setting, "p95 ms"], manyGuests, fewGuests);
const mostBesideFew: Find = (kept) => Math.max(...listSettings.map((setting) => manyBesideFew(setting)(kept) as number));
const sameRows = (events: string, peer: string) => times(["append", `${events}, 256 producers`, "entries/s"], SAME_ROWS, peer);
const playedBack = times(["rsvp-rush", "2,000 guests", "answers/s"], PLAYED_BACK, "pg: FOR UPDATE");
const nothingLookedUp = ratio("read", "a page that looks nothing up", PLAIN_HTTP);
const LOCK = "Fastify + pg: FOR UPDATE";
const QUEUE = "Fastify + pg-boss";
const overHttp = (link: string, peer: string) => ratio("rush-over-http", `2,000 guests by ${link}`, peer);
const overHttpP99 = (link: string, peer: string) => times(["rush-over-http", `2,000 guests by ${link}`, "p99 ms"], "Turnout", peer);
const processes = (count: number, name: string) => times(["nodes", "", name], `Turnout, ${count} processes`, "Turnout, 1 process");

/** Each goal: its number, what is compared, where that is measured, and the bound. Without a bound it is a limit. */
const goals: [id: string, text: string, find: Find, bound?: string][] = [
  ["G1", "fan-out to 1,000, k=1, beside a bare socket write", ratio("fanout-1", "1,000 viewers", BARE), "≥ 0.92"],
  ["G1", "fan-out to 5,000, k=1, beside a bare socket write", ratio("fanout-1", "5,000 viewers", BARE), "≥ 0.92"],
  ["G1", "limit: bytes made once on sockets of ws, beside bare socket write, to 1,000", frameMadeOnce("1,000", BARE)],
  ["G1", "limit: bytes made once on sockets of ws, beside Socket.IO room, to 1,000", frameMadeOnce("1,000", "Socket.IO room")],
  ["G1", "limit: bytes made once on sockets of ws, beside bare socket write, to 5,000", frameMadeOnce("5,000", BARE)],
  ["G1", "limit: bytes made once on sockets of ws, beside Socket.IO room, to 5,000", frameMadeOnce("5,000", "Socket.IO room")],
  ["G1", "fan-out to 1,000, k=1, beside Socket.IO", ratio("fanout-1", "1,000 viewers", "Socket.IO room"), "≥ 1.6"],
  ["G1", "fan-out to 5,000, k=1, beside Socket.IO", ratio("fanout-1", "5,000 viewers", "Socket.IO room"), "≥ 1.8"],
  ["G1", "fan-out to 1,000, k=1, beside ws.send", ratio("fanout-1", "1,000 viewers", "ws.send"), "≥ 1.2"],
  ["G2", "fan-out, k=10, beside Socket.IO room", ratio("fanout-batch", "1,000 viewers, k=10", "Socket.IO room"), "≥ 10"],
  ["G2", "fan-out, k=50, beside Socket.IO room", ratio("fanout-batch", "1,000 viewers, k=50", "Socket.IO room"), "≥ 40"],
  ["G2", "fan-out, k=10, beside ws.send", ratio("fanout-batch", "1,000 viewers, k=10", "ws.send"), "≥ 10"],
  ["G2", "fan-out, k=50, beside ws.send", ratio("fanout-batch", "1,000 viewers, k=50", "ws.send"), "≥ 40"],
  ["G3", "busy room: deliveries/s with p99 ≤ 75 ms", (kept) => mostDelivered(kept, "Turnout", 75) || null, "≥ 1,000,000"],
  ["G3", "busy room: deliveries/s beside the most of Socket.IO + pg", besideSocketIo, "≥ 15"],
  ["G4", "p99 at 1,000 msg/s beside its own at 50", oftenBesideSeldom, "≤ 5"],
  ["G5", "one hot event beside the bare batch of 500", ratio("append", "1 event, 256 producers", "bare SQL, batches of 500"), "≥ 0.85"],
  ["G5", "one hot event beside a transaction each", ratio("append", "1 event, 256 producers", EACH), "≥ 60"],
  ["G5", "the same with 1 ms a flush", ratio("append", "1 event, 256 producers, 1 ms", EACH), "≥ 120"],
  ["G5", "p99 at 256 producers", figure("append", "1 event, 256 producers", "p99 ms"), "≤ 8 ms"],
  ["G5", "1 event beside the same rows in bare batches", ratio("append", "1 event, 256 producers", SAME_ROWS), "≥ 0.85"],
  ["G5", "1 event beside the same rows, a transaction each", ratio("append", "1 event, 256 producers", SAME_ROWS_EACH), "≥ 60"],
  ["G5", "limit: the same rows in bare batches beside a transaction each, 1 event", sameRows("1 event", EACH)],
  ["G5", "limit: the same rows in bare batches beside the same rows, a transaction each, 1 event", sameRows("1 event", SAME_ROWS_EACH)],
  ["G6", "100 events beside a transaction each", ratio("append", "100 events, 256 producers", EACH), "≥ 10"],
  ["G6", "100 events beside the same rows in bare batches", ratio("append", "100 events, 256 producers", SAME_ROWS), "≥ 0.85"],
  ["G6", "100 events beside the same rows, a transaction each", ratio("append", "100 events, 256 producers", SAME_ROWS_EACH), "≥ 10"],
  ["G6", "limit: the same rows in bare batches beside a transaction each, 100 events", sameRows("100 events", EACH)],
  [
    "G6",
    "limit: the same rows in bare batches beside the same rows, a transaction each, 100 events",
    sameRows("100 events", SAME_ROWS_EACH),
  ],
  ["G7", "2,000 answers beside FOR UPDATE", ratio("rsvp-rush", "2,000 guests", "pg: FOR UPDATE"), "≥ 40"],
  ["G7", "2,000 answers beside a function call each", ratio("rsvp-rush", "2,000 guests", "pg: a function call each"), "≥ 15"],
  ["G7", "20,000 answers decided", figure("rsvp-rush", "20,000 guests", "all ms"), "≤ 300 ms"],
  ["G7", "limit: the same statements played back, 20,000 answers, ms", figure("rsvp-rush", "20,000 guests", "all ms", PLAYED_BACK)],
  ["G7", "limit: the same statements played back beside FOR UPDATE, 2,000 answers", playedBack],
  ["G7", "oversold", figure("rsvp-rush", "20,000 guests", "oversold"), "≤ 0"],
  ["G7", "out of order", figure("rsvp-rush", "20,000 guests", "out of order"), "≤ 0"],
  ["G7", "bumped", figure("rsvp-rush", "20,000 guests", "bumped"), "≤ 0"],
  ["G8", "memory for each joined viewer", figure("idle", "", "KB each"), "≤ 7 KB"],
  ["G8", "memory beside Socket.IO (times less)", ratio("idle", "", "Socket.IO"), "≥ 2"],
  ["G8", "memory beside ws (times less)", ratio("idle", "", "ws"), "≥ 0.87"],
  ["G9", "joins/s beside ws", ratio("storm", "", "ws + pg"), "≥ 1.5"],
  ["G9", "joins/s beside Socket.IO", ratio("storm", "", "Socket.IO + pg"), "≥ 3.5"],
  ["G9", "reads of an event's log per second meanwhile", figure("storm", "", "log reads/s"), "≤ 1"],
  ["G10", "CPU per delivery of 2 processes beside one", processes(2, "CPU µs"), "≤ 1.05"],
  ["G10", "CPU per delivery of 4 processes beside one", processes(4, "CPU µs"), "≤ 1.05"],
  ["G10", "CPU per frame of 2 processes beside one", processes(2, "CPU µs a frame"), "≤ 1.05"],
  ["G10", "CPU per frame of 4 processes beside one", processes(4, "CPU µs a frame"), "≤ 1.05"],
  ["G11", "p99 of the healthy with 5 % stalled, beside nobody stalled", stalledBesideNone, "≤ 1.2"],
  ["G12", "event page beside node:http with bytes made once", ratio("read", "event page, not", PLAIN_HTTP), "≥ 0.85"],
  ["G12", "limit: a page that looks nothing up beside node:http with bytes made once", nothingLookedUp],
  ["G12", "event beside Fastify + pg", ratio("read", "event as JSON", FASTIFY), "≥ 2.3"],
  ["G12", "guest list beside Fastify + pg rows", ratio("read", "guest list", FASTIFY), "≥ 8"],
  ["G15", "calendar feeds that are polled beside writing each with ical-generator", ratio("feeds", "polled", ICAL_GENERATOR), "≥ 10"],
  ["G16", "processor time of a page with traces of 1 %, the default, beside none", ratio("traces", "event page", TRACED), "≤ 1.03"],
  ["G16", "processor time of a message with traces of 1 %, the default, beside none", ratio("traces", "200 messages", TRACED), "≤ 1.03"],
  ["G17", `100,000 guests beside 10,000: p95 of the worst of ${listSettings.length} lists and searches`, mostBesideFew, "≤ 1.3"],
  ["G18", "50 scans a second at 10 doors: p95 until the guest is in", figure("doors", "", "p95 ms"), "≤ 150 ms"],
  ...["personal link", "share link"].flatMap((link): typeof goals =>
    [LOCK, QUEUE].flatMap((peer): typeof goals => [
      ["G19", `answers over HTTP by ${link} beside ${peer}`, overHttp(link, peer), "≥ 3"],
      ["G19", `p99 of answers over HTTP by ${link} beside ${peer}`, overHttpP99(link, peer), "≤ 0.4"],
    ]),
  ),
  ["G20", "a deploy under 10,000 viewers: all caught up after the last old process ended", figure("deploy", "", "caught up s"), "≤ 3 s"],
  ["G20", "a deploy under 10,000 viewers: p99 of reads meanwhile beside before", figure("deploy", "", "p99 is"), "≤ 3"],
  ["G13", "event page on 4G: the document", figure("phone", "4G", "document bytes"), "≤ 14,336 bytes"],
  ["G13", "event page on 4G: scripts on the wire", figure("phone", "4G", "script bytes"), "≤ 30,720 bytes"],
  ["G13", "event page on 4G: largest paint", figure("phone", "4G", "largest paint ms"), "≤ 1,000 ms"],
];

/** A goal that no run measures: its test fails where the goal is missed. */
const HELD_BY_A_TEST: Goal = {
  id: "G14",
  text: "no NOTIFY, no transaction for each message, nothing allocated for each viewer",
  measured: "`allocations.test.ts`",
  verdict: "held by a test",
  clearlyMissed: false,
};

/** Each goal with what was measured for it. */
export function goalsOf(kept: Kept[]): Goal[] {
  return [
    ...goals.map(([id, text, find, bound]) => ({ id, ...judged(find(kept), bound), text: bound ? `${text}: ${bound}` : text })),
    HELD_BY_A_TEST,
  ];
}

function judged(found: Spread | number | null, bound: string | undefined): Pick<Goal, "measured" | "verdict" | "clearlyMissed"> {
  const { median, most } = typeof found === "number" ? { median: found, most: found } : (found ?? { median: NaN, most: NaN });
  if (!Number.isFinite(median)) return { measured: "–", verdict: "not measured", clearlyMissed: false };
  const [sign, number, unit = ""] = (bound ?? "").split(" ");
  const limit = Number(number?.replaceAll(",", ""));
  const isMet = (value: number) => !bound || (sign === "≥" ? value >= limit : value <= limit);
  const measured = unit || median > 1_000 ? `${shown(median)} ${unit}`.trim() : shownRatio(median);
  const verdict = !bound ? "a limit" : isMet(median) ? "met" : "not met";
  return { measured, verdict, clearlyMissed: !isMet(median) && !isMet(most) };
}
