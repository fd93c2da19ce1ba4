import type { TracingSettings } from "../../../server/src/telemetry/tracing.ts";
import type { Viewers } from "../load/viewers.ts";
import type { HttpLoad } from "../load/http.ts";
import { HEADERS } from "../product.ts";
import { start, type Process } from "../processes.ts";
import { FRESH_ID } from "../load/payload.ts";
import { interleave, variant } from "../rounds.ts";
import { medianOf, type Table } from "../result.ts";
import type { TraceSink } from "../servers/trace-sink.ts";
import type { Scenario, Setting } from "../setting.ts";
import { openTurnout, openViewers } from "./open-server.ts";

const GUESTS = 1_000;
const CONNECTIONS = 64;
const VIEWERS = 200;
/** Messages a second: what the machine does easily, so that processor time is compared for the same work. */
const RATE = 200;
/** Turns of each server in a round, as short as that: a machine that slows down for seconds is then as unkind to each. */
const TURNS = 8;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

interface Kind {
  name: string;
  part: "ours" | "peer";
  /** Null: off. */
  ratio: number | null;
}

/** The first is as delivered; the second has what it costs to be able to trace; the third is as it is switched on without saying more. */
const KINDS: Kind[] = [
  { name: "Turnout", part: "ours", ratio: null },
  { name: "traces of none", part: "peer", ratio: 0 },
  { name: "traces of 1 %", part: "peer", ratio: 0.01 },
  { name: "traces of 5 %", part: "peer", ratio: 0.05 },
  { name: "traces of all", part: "peer", ratio: 1 },
];

type Opened = Kind & Awaited<ReturnType<typeof openTurnout>> & { viewers: Process<Viewers>; load: Process<HttpLoad> };

/** What a server did in its turn, and how that went. */
interface Turn {
  done: number;
  figures: Record<string, number>;
}

export const traces: Scenario = {
  title: "Traces",
  about:
    "The same server without traces, able to trace but recording nothing, with traces of a share of requests, and with those of all, exported to a process that takes them. " +
    "Each has a database of its own kind of event in the same PostgreSQL; the processor time is the server's. " +
    `In each round all start anew, for two runs of the same program differ by several hundredths, and take ${TURNS} short turns.`,
  async run(setting) {
    const sink = start<TraceSink>("servers/trace-sink.ts");
    const endpoint = `http://127.0.0.1:${await sink.call("listen")}`;
    try {
      const rounds: Table[][] = [];
      for (let round = 0; round < setting.rounds; round++) rounds.push(await roundOf(setting, endpoint));
      return { tables: rounds[0]!.map((_, at) => inRounds(rounds.map((tables) => tables[at]!))), broken: [] };
    } finally {
      await sink.stop();
    }
  },
};

async function roundOf(setting: Setting, endpoint: string): Promise<Table[]> {
  const opened: Opened[] = [];
  try {
    for (const kind of KINDS) opened.push(await open(setting, kind, endpoint));
    return [
      await inTurns("event page, as a browser asks for it", setting, opened, read),
      await inTurns(`${RATE} messages a second to ${VIEWERS} viewers`, setting, opened, post),
    ];
  } finally {
    for (const { server, viewers, load } of opened) for (const process of [load, viewers, server]) await process.stop();
  }
}

/** One table of all rounds. A round's figure is the median of its turns. */
function inRounds(rounds: Table[]): Table {
  const rows = rounds[0]!.rows.map((row, at) => {
    const names = Object.keys(row.figures);
    return {
      ...row,
      figures: Object.fromEntries(names.map((name) => [name, rounds.map(({ rows }) => medianOf(rows[at]!.figures[name]))])),
    };
  });
  return { ...rounds[0]!, rows };
}

async function open({ builds, quick }: Setting, kind: Kind, endpoint: string): Promise<Opened> {
  const tracing: TracingSettings | null =
    kind.ratio === null ? null : { endpoint, headers: null, sampler: "parentbased_traceidratio", ratio: kind.ratio };
  const guests = quick ? 100 : GUESTS;
  const product = await openTurnout(builds[0]!, { guests, messages: 60, answered: guests - 1 }, tracing);
  const viewers = await openViewers(product, quick ? 20 : VIEWERS);
  return { ...kind, ...product, viewers, load: start<HttpLoad>("load/http.ts") };
}

/** Work in turns, after one that doesn't count. */
async function inTurns(title: string, { quick }: Setting, opened: Opened[], work: (on: Opened, quick: boolean) => Promise<Turn>) {
  const variants = [];
  for (const one of opened) {
    await work(one, quick);
    let used = await one.server.usage();
    variants.push(
      variant(one.name, one.part, async () => {
        const { done, figures } = await work(one, quick);
        const before = used;
        used = await one.server.usage();
        // All since its last turn: spans are exported later than they are recorded.
        return { "CPU µs": (used.cpu - before.cpu) / done, ...figures };
      }),
    );
  }
  return interleave({ setting: title, headline: "CPU µs", better: "less" }, quick ? 1 : TURNS, variants);
}

async function read({ load, port, room }: Opened, quick: boolean): Promise<Turn> {
  const headers = HEADERS + room.cookies[0]! + BROWSER;
  const asking = { port, path: `/e/${room.eventId}`, headers, connections: CONNECTIONS, seconds: quick ? 0.1 : 0.5 };
  const { done, rate, p99 } = await load.call("ask", asking);
  return { done, figures: { "requests/s": rate, "p99 ms": p99 } };
}

async function post({ load, port, room }: Opened, quick: boolean): Promise<Turn> {
  const body = JSON.stringify({ commandId: FRESH_ID, text: "x".repeat(100), replyTo: null });
  const length = Buffer.byteLength(body);
  const requests = room.cookies.map(
    (cookie) =>
      `POST /api/events/${room.eventId}/messages HTTP/1.1\r\n${HEADERS}${cookie}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
  );
  const sending = { port, requests, rate: quick ? 50 : RATE, connections: CONNECTIONS };
  const { counted, failed, p99 } = await load.call("send", { ...sending, seconds: quick ? 0.2 : 1, warmUp: 0 });
  return { done: counted, figures: { failed, "p99 ms": p99 } };
}
