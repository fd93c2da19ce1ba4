import { setTimeout } from "node:timers/promises";
import { turnoutClient } from "../client-options.ts";
import type { HttpLoad } from "../load/http.ts";
import { FRESH_ID } from "../load/payload.ts";
import type { Viewers } from "../load/viewers.ts";
import { start, type Process } from "../processes.ts";
import { HEADERS, type Room } from "../product.ts";
import { medianOf, type Part, type Table } from "../result.ts";
import { interleave, progress, variant } from "../rounds.ts";
import type { TraceSink } from "../servers/trace-sink.ts";
import type { Traced } from "../servers/traced.ts";
import type { Scenario, Setting } from "../setting.ts";
import { openViewers } from "./open-server.ts";

const GUESTS = 1_000;
const CONNECTIONS = 64;
const VIEWERS = 200;
/** Messages a second: what the machine does easily, so that processor time is compared for the same work. */
const RATE = 200;
/** Turns of each kind in a round, as short as that: a machine that slows down for seconds is then as unkind to each. */
const TURNS = 24;
/** Pages before any is counted, of each kind (s): in its first 100,000 requests, V8 compiles what one in a hundred needs. */
const WARM_UP = 8;
/** Until what a turn recorded is exported, and counted (ms). */
const EXPORTED = 300;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

interface Kind {
  name: string;
  part: Part;
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

interface Opened {
  server: Process<Traced>;
  load: Process<HttpLoad>;
  plain: Listening;
  traced: Listening;
}

interface Listening {
  port: number;
  room: Room;
}

/** What a server did in its turn, and how that went. */
interface Turn {
  done: number;
  figures: Record<string, number>;
}

type Work = (load: Process<HttpLoad>, on: Listening, quick: boolean) => Promise<Turn>;

export const traces: Scenario = {
  title: "Traces",
  about:
    "The same server without traces, able to trace but recording nothing, with traces of a share of requests, and with those of all, exported to a process that takes them. " +
    "With traces and without, it runs in one process, since two of the same program differ by more than traces cost; each has an event of its own. " +
    `The processor time is all of that process, and each kind pays for what it exports. In each round the process starts anew, is warmed up, and each kind takes ${TURNS} short turns.`,
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

async function roundOf({ builds, quick }: Setting, endpoint: string): Promise<Table[]> {
  const guests = quick ? 100 : GUESTS;
  const server = start<Traced>("servers/traced.ts");
  const load = start<HttpLoad>("load/http.ts");
  const viewers: Process<Viewers>[] = [];
  try {
    progress(`inviting ${guests} guests, twice`);
    const opened = {
      server,
      load,
      ...(await server.call("open", builds[0]!.databaseUrl, endpoint, { guests, messages: 60, answered: guests - 1 })),
    };
    await warmUp(opened, quick);
    const pages = await inTurns("event page, as a browser asks for it", opened, quick, readPages);
    for (const { port, room } of [opened.plain, opened.traced])
      viewers.push(await openViewers({ client: turnoutClient(port, room), ownHeaders: room.cookies }, quick ? 20 : VIEWERS));
    const messages = await inTurns(`${RATE} messages a second to ${VIEWERS} viewers`, opened, quick, post);
    return [pages, messages];
  } finally {
    for (const process of [load, ...viewers, server]) await process.stop();
  }
}

async function warmUp({ server, load, plain, traced }: Opened, quick: boolean): Promise<void> {
  for (const { name, ratio } of KINDS) {
    progress(`warming up · ${name}`);
    await server.call("record", ratio ?? 0);
    await ask(load, ratio === null ? plain : traced, quick ? 0.1 : WARM_UP);
  }
}

/** A round's figure is the median of its turns. */
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

/** Work in turns, after one of each that doesn't count. */
async function inTurns(setting: string, { server, load, plain, traced }: Opened, quick: boolean, work: Work): Promise<Table> {
  const turn = async (ratio: number | null) => {
    await server.call("record", ratio ?? 0);
    const before = await server.usage();
    const { done, figures } = await work(load, ratio === null ? plain : traced, quick);
    await setTimeout(EXPORTED);
    const after = await server.usage();
    return { "CPU µs": (after.cpu - before.cpu) / done, ...figures };
  };
  for (const { ratio } of KINDS) await turn(ratio);
  const turnsOf = (kinds: Kind[]) => {
    const variants = kinds.map(({ name, part, ratio }) => variant(name, part, () => turn(ratio)));
    return interleave({ setting, headline: "CPU µs", better: "less" }, quick ? 1 : TURNS, variants);
  };
  const few = await turnsOf(KINDS.slice(0, -1));
  // What traces of all leave in memory is collected in the turns that come after.
  const all = await turnsOf(KINDS.slice(-1));
  return { ...few, rows: [...few.rows, ...all.rows] };
}

function ask(load: Process<HttpLoad>, { port, room }: Listening, seconds: number) {
  const headers = HEADERS + room.cookies[0]! + BROWSER;
  return load.call("ask", { port, path: `/e/${room.eventId}`, headers, connections: CONNECTIONS, seconds });
}

async function readPages(load: Process<HttpLoad>, on: Listening, quick: boolean): Promise<Turn> {
  const { done, rate, p99 } = await ask(load, on, quick ? 0.1 : 0.5);
  return { done, figures: { "requests/s": rate, "p99 ms": p99 } };
}

async function post(load: Process<HttpLoad>, { port, room }: Listening, quick: boolean): Promise<Turn> {
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
