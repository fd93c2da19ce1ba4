// The event page on a phone: `node scripts/phone-profile.mjs`, or with "4G" or "slow 4G" for one network only; `--write` keeps it.
// `--beside=<folder>` visits another version, built in that folder, in turns with this one, and says how they compare.
import { loadavg } from "node:os";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { keep } from "../../../bench/src/report/kept-results.ts";
import type { Table } from "../../../bench/src/result.ts";
import { writeDocument } from "../../../bench/src/report/document.ts";
import { findChromium } from "../support/find-chromium.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";
import { exampleGuests } from "./example-guests.ts";
import { figures, measureVisit, type Visit } from "./measure-visit.ts";
import { CPU_SLOWDOWN, networks, type NetworkName } from "./networks.ts";

const RUNS = 5;
const MIDDLE = Math.floor(RUNS / 2);
/** What the median visit may need, on the network that the goal is about. */
const BUDGET: Partial<Record<(typeof figures)[number], number>> = {
  "document bytes": 14_336,
  "largest paint ms": 1_000,
  "layout shift": 0.02,
};

const asked = process.argv.slice(2).filter((name): name is NetworkName => name in networks);
const beside = process.argv.find((one) => one.startsWith("--beside="))?.slice("--beside=".length);
const browser = await chromium.launch(await findChromium());
const load = loadavg()[0]!.toFixed(1);
const tables: Table[] = [];
let over = 0;
const servers: ServerProcess[] = [];
try {
  const open = async (folder?: string) => {
    const server = await startServer({ SEED: "yes" }, folder);
    servers.push(server);
    const links = await exampleGuests(server, 1 + RUNS * 2);
    await measureVisit(browser, links.next().value!, "4G"); // the first visit warms the server up
    return links;
  };
  const ours = await open();
  const other = beside === undefined ? null : await open(resolve(beside));
  for (const name of asked.length > 0 ? asked : (Object.keys(networks) as NetworkName[])) {
    const visits: Visit[] = [];
    const others: Visit[] = [];
    for (let run = 0; run < RUNS; run++) {
      visits.push(await measureVisit(browser, ours.next().value!, name));
      if (other) others.push(await measureVisit(browser, other.next().value!, name));
    }
    const all = Object.fromEntries(figures.map((figure) => [figure, visits.map((visit) => visit[figure])]));
    const { latency, down } = networks[name];
    const setting = `${name}: ${latency} ms, ${down / 1_000} Mbit/s`;
    tables.push({ setting, headline: "largest paint ms", better: "less", rows: [{ variant: "Turnout", part: "ours", figures: all }] });
    console.log(`\n${name}, ${RUNS} visits, load ${loadavg()[0]!.toFixed(1)}`);
    console.log(row("", "median", "best", "worst", "allowed", ...(other ? ["beside", "best", "ratio"] : [])));
    for (const figure of figures) {
      const values = sorted(visits, figure);
      const median = values[MIDDLE]!;
      const allowed = name === "4G" ? BUDGET[figure] : undefined;
      if (allowed !== undefined && median > allowed) over++;
      const theirs = sorted(others, figure);
      const compared = other ? [short(theirs[MIDDLE]!), short(theirs[0]!), (median / theirs[MIDDLE]!).toFixed(2)] : [];
      const cells = [...[median, values[0]!, values.at(-1)!].map(short), allowed === undefined ? "" : short(allowed)];
      console.log(row(figure, ...cells, ...compared));
    }
    console.log(`largest thing painted: ${visits[0]!.largestThing}`);
  }
} finally {
  await browser.close();
  for (const server of servers) await server.close();
}
if (process.argv.includes("--write")) {
  const title = "The event page on a phone";
  const about =
    "A new guest opens their personal link in Chromium with a phone's screen, a processor " +
    `${CPU_SLOWDOWN} times as slow and a phone's network, with nothing kept from before. See docs/page-performance.md.`;
  const command = "node scripts/phone-profile.mjs --write";
  keep({ scenario: "phone", title, about, tables, broken: [] }, { rounds: RUNS, load, write: true, command });
  writeDocument(true);
}
if (over > 0) console.error(`${over} over budget`);
process.exitCode = over > 0 ? 1 : 0;

function sorted(visits: Visit[], figure: (typeof figures)[number]): number[] {
  return visits.map((visit) => visit[figure]).toSorted((one, other) => one - other);
}

function short(value: number): string {
  return value < 1 && value > 0 ? value.toFixed(3) : value.toFixed(0);
}

function row(name: string, ...cells: string[]): string {
  return [name.padEnd(20), ...cells.map((cell) => cell.padStart(9))].join("");
}
