import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";

export const about = "Has other programs' libraries read every calendar that random histories of an event write";
export const usage = "[histories, 100 by default]";

const execute = promisify(execFile);
const readers = join(root, "deploy/calendar-readers");
const MOST_OUTPUT = 2 ** 28;
const HOUR = 3_600_000;

type Entry = { uid: string; start: string; end: string; sequence: number; isCancelled: boolean };

interface Reader {
  name: string;
  /** What it prints: a line for each calendar. */
  read(folder: string, lab: string): Promise<string>;
  /** What it is known to read differently, and why. Anything else is a failure. */
  isKnown?(text: string, expected: Entry, found: Entry): boolean;
}

const all: Reader[] = [
  {
    name: "icalendar 7.3.2 with recurring-ical-events 3.8.2",
    async read(folder, lab) {
      await exec("python3", ["-m", "venv", join(lab, "python")]);
      const pinned = ["icalendar==7.3.2", "recurring-ical-events==3.8.2", "tzdata==2026.6"];
      await exec(join(lab, "python/bin/pip"), ["install", "--quiet", ...pinned]);
      // It goes by the zone's name. The system's zone data may be older than ours.
      return exec(join(lab, "python/bin/python"), [join(readers, "read_icalendar.py"), folder], { PYTHONTZPATH: "" });
    },
  },
  {
    name: "ical4j 4.3.0",
    async read(folder, lab) {
      await exec("mvn", [
        "-q",
        "-B",
        "-f",
        join(readers, "pom.xml"),
        "dependency:copy-dependencies",
        `-DoutputDirectory=${join(lab, "java")}`,
      ]);
      return exec("java", ["-cp", join(lab, "java/*"), join(readers, "ReadIcal4j.java"), folder], { TZ: "UTC" });
    },
    // findings/ical4j-second-sunday-becomes-first.sh: an hour early in that week.
    isKnown: (text, expected, found) =>
      /BYDAY=[2-4][A-Z]{2}\r?$/m.test(text) &&
      Date.parse(expected.start) - Date.parse(found.start) === HOUR &&
      Date.parse(expected.end) - Date.parse(found.end) === HOUR,
  },
  {
    name: "libical",
    async read(folder, lab) {
      const flags = (await exec("pkg-config", ["--cflags", "--libs", "libical"])).trim().split(/\s+/);
      await exec("cc", [join(readers, "read_libical.c"), "-o", join(lab, "read"), ...flags]);
      return exec(
        join(lab, "read"),
        calendarsIn(folder).map((name) => join(folder, `${name}.ics`)),
      );
    },
  },
];

export async function run([histories = "100"]: string[]): Promise<void> {
  const lab = mkdtempSync(join(tmpdir(), "turnout-calendars-"));
  const folder = join(lab, "written");
  try {
    const env = { CALENDAR_HISTORIES: histories, CALENDAR_FILES: folder };
    await exec(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), "run", "server/src/calendar/histories.test.ts", "--maxWorkers", "1"],
      env,
    );
    console.log(`${calendarsIn(folder).length} calendars`);
    let faults = 0;
    for (const reader of all) faults += await judge(reader, folder, lab);
    if (faults > 0) throw new Failed(`${faults} are read differently`);
  } finally {
    rmSync(lab, { recursive: true, force: true });
  }
}

const calendarsIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ics"))
    .map((file) => file.slice(0, -4))
    .sort();

/** Returns how many calendars it reads differently without a known reason. */
async function judge(reader: Reader, folder: string, lab: string): Promise<number> {
  const lines = (await reader.read(folder, lab)).trimEnd().split("\n");
  const found = new Map(lines.map((line) => line.split("\t") as [string, string]));
  let [known, faults] = [0, 0];
  for (const name of calendarsIn(folder)) {
    const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Entry[];
    const read = JSON.parse(found.get(name) ?? '["nothing"]') as Entry[];
    if (JSON.stringify(read) === JSON.stringify(expected)) continue;
    const text = readFileSync(join(folder, `${name}.ics`), "utf8");
    if (read.length === 1 && expected.length === 1 && reader.isKnown?.(text, expected[0]!, read[0]!)) {
      known++;
      continue;
    }
    faults++;
    if (faults <= 3) console.log(`${reader.name}: ${JSON.stringify(read)} instead of ${JSON.stringify(expected)} in\n${text}`);
  }
  console.log(`${reader.name}: ${faults} of ${found.size} read differently${known > 0 ? `, ${known} more for a known reason` : ""}`);
  return faults;
}

async function exec(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await execute(program, args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: MOST_OUTPUT });
  return stdout;
}
