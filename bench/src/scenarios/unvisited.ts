import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleCode } from "../../../server/bundle/bundle-server.ts";
import { OURS, type Build } from "../builds.ts";
import { familyTimeOf, memoryOf } from "../process-usage.ts";
import { interleave } from "../rounds.ts";
import type { Scenario } from "../setting.ts";

/**
 * Time from a start to its measurement (s): the example is made, connections that nobody needs are closed, garbage is collected, and
 * PostgreSQL has been through its new tables (`autovacuum_naptime`, a minute), which takes as long as minutes of rest.
 */
const SETTLED = 105;
const MEASURED = 30;
const START_TIMEOUT = 60_000;

/** What `npm start` runs, below a checkout's root: of ours, a bundle. */
const BUNDLE = ".cache/server-measured";
const startOf = ({ part }: Build) => (part === "ours" ? `${BUNDLE}/main.js` : "server/src/main.ts");

export const unvisited: Scenario = {
  title: "An instance that nobody visits",
  about:
    "Processor time and memory of all processes of a server with the built-in database, as npm start runs it: Node's and PostgreSQL's. Memory that processes share is counted once.",
  async run({ builds, quick, rounds }) {
    await bundleCode(join(OURS, BUNDLE), ["server/src/main.ts"]);
    const variants = builds.map((build) => ({ name: build.name, part: build.part, round: () => leftAlone(build, quick) }));
    const about = { setting: `${MEASURED} s`, headline: "% of a core", better: "less" } as const;
    return { tables: [await interleave(about, Math.min(rounds, 3), variants)], broken: [] };
  },
};

async function leftAlone(build: Build, quick: boolean): Promise<Record<string, number>> {
  const home = mkdtempSync(join(tmpdir(), "turnout-unvisited-"));
  chmodSync(home, 0o755);
  const server = startServer(build, home);
  try {
    await ready(server);
    await sleep(quick ? 1_000 : SETTLED * 1_000);
    const seconds = quick ? 1 : MEASURED;
    const before = familyTimeOf(server.pid!);
    await sleep(seconds * 1_000);
    const milliseconds = familyTimeOf(server.pid!) - before;
    return { "% of a core": milliseconds / seconds / 10, MB: memoryOf(server.pid!) };
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}

function startServer(build: Build, home: string): ChildProcess {
  const settings = { NODE_ENV: "production", LOG_LEVEL: "warn", PORT: "0", DATA_DIR: home };
  return spawn(process.execPath, [startOf(build)], {
    cwd: build.folder,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(build.folder, ".cache/node"), ...settings },
  });
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), START_TIMEOUT);
    server.once("exit", (code) => reject(new Error(`the server ended (${code}): ${said}`)));
    server.stdout!.on("data", (chunk: Buffer) => {
      said += String(chunk);
      if (!/ready: http/.test(said)) return;
      clearTimeout(late);
      resolve();
    });
  });
}
