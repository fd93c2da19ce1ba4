import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { createLogger } from "../../server/src/telemetry/logging.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { goTool } from "../gates/locked-tools.ts";
import { REFUSED, STORED } from "../logging/elasticsearch.ts";
import { compareLines, type Compared, type Document } from "./compare-lines.ts";
import { elasticsearchServer, until, type ElasticsearchServer } from "./elasticsearch-server.ts";
import { faults, faultyStore, type Fault, type FaultyStore, type Spoilt } from "./faulty-store.ts";

/** Lines a second. */
const RATE = 400;
/** So few that the shipper keeps all that it reads at a time in memory for a moment, where it keeps any. */
const SLOW = 100;
/** How long each fault lasts, and the time without one before it (s). */
const FAULT = 5;
const CALM = 2;
/** Longest time from the end of the last fault until all is stored (s). Of a control in which some never is, less: it is for nothing. */
const CAUGHT_UP_WITHIN = 180;
const CONTROL_WITHIN = 60;
/** How often the shipper is killed. */
const KILLS = 6;
const ROTATE_EVERY = 5_000;
/** How often the shipper ends at its start, each time at another moment of that part in which it opens what it has stored; longest start (s). */
const STARTS = 60;
const START_WITHIN = 60;
/** What it says before and after that part. */
const OPENING = "Extension started";
const READY = "Everything is ready";

export interface Outcome extends Compared {
  /** Requests to the store while each fault lasted. */
  seen: Record<Fault, number>;
  /** Lines that the mapping refused, which are kept as text. */
  refused: number;
  /** From the end of the last fault until all was stored (s). */
  caughtUp: number;
}

/** The collector hands lines on before it notes its position: otherwise it keeps up to a hundred of them in memory, and a kill loses them. */
export const SHIPPER = ["--feature-gates", "stanza.synchronousLogEmitter"] as const;

interface Plan {
  lines: number;
  rate: number;
  faults: readonly Fault[];
  /** What is killed, one after the other: the shipper some times, the shipper while it starts, the bridge and Elasticsearch itself. */
  kills: readonly ("shipper" | "starting shipper" | "others")[];
  spoilt: Spoilt;
  /** Arguments of the collector, besides its configuration. */
  shipper: readonly string[];
  /** It keeps what it has read in a queue on its disk. */
  hasQueue?: boolean;
  /** Longest time until all is stored (s). */
  within: number;
}

export const whole: Plan = {
  lines: 20_000,
  rate: RATE,
  faults: faults.filter((fault) => fault !== "well"),
  kills: ["shipper", "starting shipper", "others"],
  spoilt: null,
  shipper: SHIPPER,
  within: CAUGHT_UP_WITHIN,
};
const control = { rate: RATE, faults: [], kills: [], spoilt: null, shipper: SHIPPER, within: CONTROL_WITHIN } as const;
/** Each has to be found out. */
export const controls: Record<"doubled" | "lost" | "held" | "queued", Plan> = {
  doubled: { ...control, lines: 2_000, faults: ["answers lost"], spoilt: "no ids" },
  lost: { ...control, lines: 2_000, faults: ["partial errors"], spoilt: "errors hidden" },
  held: { ...control, lines: 3_000, rate: SLOW, kills: ["shipper", "shipper"], shipper: [] },
  queued: { ...control, lines: 6_000, kills: ["starting shipper"], hasQueue: true },
};

type Tell = (line: string) => void;

/** Starts Elasticsearch, runs what is planned one after the other, and ends all. */
export async function withElasticsearch<T>(work: (server: ElasticsearchServer, folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "turnout-log-store-")));
  const server = await elasticsearchServer(folder);
  try {
    await server.start();
    return await work(server, folder);
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes lines as a container engine keeps them, while the way to the store breaks in each way, and compares what arrived. */
export async function logBackendDown(server: ElasticsearchServer, folder: string, plan: Plan, tell: Tell): Promise<Outcome> {
  const home = mkdtempSync(join(folder, "run-"));
  const store = await faultyStore(server.url, await freePort(), plan.spoilt);
  const bridge = await startBridge(home, store.url);
  const collector = await startCollector(home, bridge.url, plan);
  const engine = startEngine(home, plan);
  try {
    for (const fault of plan.faults) {
      await during(store, "well", CALM);
      tell(`the store: ${fault}`);
      await during(store, fault, FAULT);
    }
    await store.become("well");
    const parts = { server, bridge, collector, engine, tell };
    for (const kind of plan.kills) await kill[kind](parts);
    await engine.done;
    const end = Date.now();
    await untilStored(server.url, engine.written, plan.within).catch((error: unknown) => {
      if (!(error instanceof Failed)) throw error;
      tell(error.message);
    });
    const documents = await documentsIn(server.url);
    const refused = documents.filter(({ _index }) => _index.includes(REFUSED)).length;
    return { ...compareLines(engine.written, documents), seen: store.seen, refused, caughtUp: (Date.now() - end) / 1_000 };
  } finally {
    engine.stop();
    await collector.kill();
    await bridge.kill();
    await store.close();
  }
}

async function during(store: FaultyStore, fault: Fault, seconds: number) {
  await store.become(fault);
  await sleep(seconds * 1_000);
}

interface Parts {
  server: ElasticsearchServer;
  bridge: Part;
  collector: Collector;
  engine: Engine;
  tell: Tell;
}

async function killShipper({ collector, engine, tell }: Pick<Parts, "collector" | "engine" | "tell">) {
  tell(`the shipper is killed ${KILLS} times, and lines are rotated away meanwhile`);
  for (let kill = 1; kill <= KILLS; kill++) {
    await collector.untilSaid(READY);
    // Not while it catches up, and at another moment between two of its looks at the files each time.
    await sleep(1_000 + kill * 137);
    await collector.kill();
    tell(`  killed after ${engine.written.length} lines`);
    if (kill === KILLS) {
      await sleep(CALM * 1_000);
      engine.rotate();
      await sleep(CALM * 1_000);
    }
    await collector.start();
  }
}

/** While nobody takes what it sends, so that it has something under way each time. Every fourth time it is told to stop, and not killed. */
async function endStartingShipper({ bridge, collector, tell }: Pick<Parts, "bridge" | "collector" | "tell">) {
  tell("the bridge is away, and the shipper ends again and again while it starts");
  await bridge.kill();
  let opening = 0;
  for (let start = 0; start < STARTS; start++) {
    await (start % 4 === 3 ? collector.stop() : collector.kill());
    await collector.start();
    await collector.untilSaid(OPENING);
    if (start % 10 === 0) {
      const begun = Date.now();
      await collector.untilSaid(READY);
      opening = Date.now() - begun;
      await sleep(CALM * 1_000);
    } else await sleep(((start * GOLDEN) % 1) * 1.2 * opening);
  }
  await collector.kill();
  await collector.start();
  await bridge.start();
  tell(`  ${STARTS} times, within ${opening} ms at last`);
}

const kill = { shipper: killShipper, "starting shipper": endStartingShipper, others: killOthers };

const GOLDEN = (Math.sqrt(5) - 1) / 2;

async function killOthers({ server, bridge, tell }: Pick<Parts, "server" | "bridge" | "tell">) {
  tell("the bridge is killed");
  await sleep(CALM * 1_000);
  await bridge.kill();
  await sleep(CALM * 1_000);
  await bridge.start();
  tell("Elasticsearch is killed and started");
  await server.kill();
  await server.start();
}

interface Part {
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}
interface Collector extends Part {
  /** Waits until it says this, since it was last started. */
  untilSaid(text: string): Promise<void>;
}

function part(program: string, args: string[], home: string, env: Record<string, string>): Part {
  const said = openSync(join(home, "said.log"), "a");
  let child: ReturnType<typeof startChild> | undefined;
  return {
    async start() {
      child = startChild(program, args, { env: { PATH: process.env.PATH!, ...env }, stdio: ["ignore", said, said] });
    },
    kill: () => endChild(child, "SIGKILL"),
    stop: () => endChild(child, "SIGTERM"),
  };
}

async function startBridge(home: string, store: string): Promise<Part & { url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const bridge = part(process.execPath, [join(root, "deploy/logging/main.ts")], home, { ELASTICSEARCH_URL: store, PORT: String(port) });
  await bridge.start();
  await until(30, "the bridge answers", async () => (await fetch(`${url}/livez`).catch(() => null))?.ok ?? false);
  return { ...bridge, url };
}

async function startCollector(home: string, bridge: string, { shipper, hasQueue }: Plan): Promise<Collector> {
  const env = { LOG_FILES: join(home, "pods/*/*/*.log*"), LOG_STATE: join(home, "state"), LOG_BRIDGE: bridge };
  const config = hasQueue ? withQueue(home) : CONFIG;
  const collector = part(await goTool("collector"), ["--config", config, ...shipper], home, env);
  const said = join(home, "said.log");
  let from = 0;
  const start = () => {
    from = statSync(said).size;
    return collector.start();
  };
  await start();
  const untilSaid = async (text: string) => {
    for (const deadline = Date.now() + START_WITHIN * 1_000; !readFrom(said, from).includes(text); await sleep(1))
      if (Date.now() > deadline) throw new Failed(`not within ${START_WITHIN} s: the collector says "${text}"`);
  };
  return { ...collector, start, untilSaid };
}

function readFrom(file: string, from: number): string {
  const opened = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(fstatSync(opened).size - from);
    readSync(opened, buffer, 0, buffer.length, from);
    return buffer.toString();
  } finally {
    closeSync(opened);
  }
}

const CONFIG = join(root, "deploy/logging/collector.yaml");
const NO_QUEUE = "sending_queue: { enabled: false }";
const QUEUE = "sending_queue: { enabled: true, storage: file_storage, queue_size: 10000, num_consumers: 2, block_on_overflow: true }";

/** The configuration as it would be with a queue. */
function withQueue(home: string): string {
  const config = readFileSync(CONFIG, "utf8");
  if (!config.includes(NO_QUEUE)) throw new Error(`${CONFIG} does not say: ${NO_QUEUE}`);
  const file = join(home, "collector.yaml");
  writeFileSync(file, config.replace(NO_QUEUE, QUEUE));
  return file;
}

interface Engine {
  written: string[];
  rotate(): void;
  done: Promise<void>;
  stop(): void;
}

/** Writes the product's lines, some of other programs, and one that the mapping does not know, as containerd keeps them. */
function startEngine(home: string, { lines: count, rate }: Plan): Engine {
  const folder = join(home, "pods/turnout_api-1_0/api");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "0.log");
  const written: string[] = [];
  let rotations = 0;
  const rotate = () => renameSync(file, `${file}.${++rotations}`);
  const keep = (line: string) => {
    written.push(line);
    appendFileSync(file, inPieces(line));
    if (written.length % ROTATE_EVERY === 0) rotate();
  };
  const logger = createLogger("info", { destination: { write: (line) => keep(line.trimEnd()) } });
  const run = logger.bindings()["service.node.name"] as string;
  const stopped = new AbortController();
  const write = () => {
    const place = written.length;
    if (place % 500 === 499) keep(`${run} ${home} says ${place} without a logger`);
    else if (place % 5_000 === 100) logger.info({ "turnout.of_a_later_version": place }, "a field that nobody knows yet");
    else if (place % 5_000 === 200) logger.warn({ "error.message": "x".repeat(20_000) }, "longer than an engine's line");
    else if (place % 50 === 0) logger.error({ error: new Error(`failure ${place}`) }, "background");
    else
      logger.info(
        { "http.request.method": "GET", "url.path": "/e/:eventId", "http.response.status_code": 200, "event.duration": place },
        "request",
      );
  };
  const begun = Date.now();
  const done = (async () => {
    while (written.length < count && !stopped.signal.aborted) {
      const due = Math.min(count, ((Date.now() - begun) / 1_000) * rate);
      while (written.length < due) write();
      await sleep(20);
    }
  })();
  return { written, rotate, done, stop: () => stopped.abort() };
}

/** An engine cuts lines at 16 KiB and marks all pieces but the last. */
const PIECE = 16_384;

function inPieces(line: string): string {
  const count = Math.ceil(line.length / PIECE);
  return Array.from({ length: count }, (_, place) => {
    const mark = place === count - 1 ? "F" : "P";
    return `${new Date().toISOString()} stdout ${mark} ${line.slice(place * PIECE, (place + 1) * PIECE)}\n`;
  }).join("");
}

const STREAMS = `${STORED},${REFUSED}`;

async function untilStored(url: string, written: string[], within: number): Promise<void> {
  await until(within, "all lines are stored", async () => compareLines(written, await documentsIn(url)).lost === 0);
}

interface Page {
  _scroll_id: string;
  hits: { hits: Document[] };
}

async function documentsIn(url: string): Promise<Document[]> {
  const ask = async (path: string, body?: object): Promise<Page> => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${url}${path}`, { method: "POST", headers, ...(body && { body: JSON.stringify(body) }) });
    if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
    return (await reply.json()) as Page;
  };
  await ask(`/${STREAMS}/_refresh?ignore_unavailable=true`);
  const documents: Document[] = [];
  let page = await ask(`/${STREAMS}/_search?scroll=1m&ignore_unavailable=true`, { size: 5_000 });
  while (page.hits.hits.length > 0) {
    documents.push(...page.hits.hits);
    page = await ask("/_search/scroll", { scroll: "1m", scroll_id: page._scroll_id });
  }
  return documents;
}
