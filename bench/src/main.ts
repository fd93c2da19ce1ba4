import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../server/src/db/embedded-postgres.ts";
import { migrate } from "../../server/src/db/migrate.ts";
import { fanOut } from "./fan-out.ts";
import { rsvpStorm } from "./rsvp-storm.ts";

const ROUNDS = 3;
const scenarios: Record<string, (url: string, rounds: number) => Promise<void>> = { "fan-out": fanOut, "rsvp-storm": rsvpStorm };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in scenarios));
if (unknown) {
  process.stderr.write(`no scenario ${unknown}; there are: ${Object.keys(scenarios).join(", ")}\n`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "turnout-bench-"));
const server = await startEmbeddedPostgres({ home: folder, durable: true });
try {
  await migrate(server.url);
  for (const [name, run] of Object.entries(scenarios)) if (wanted.length === 0 || wanted.includes(name)) await run(server.url, ROUNDS);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
