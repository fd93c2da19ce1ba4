import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { root } from "../containers.ts";

const MIGRATIONS = "server/src/db/migrations";

export interface Ended {
  /** Null: a signal ended it. */
  code: number | null;
  said: string;
}

export interface NewerVersion {
  /** Runs it with these settings until it ends; `patience` (ms): it is told to end then. */
  run(settings: Record<string, string>, patience: number): Promise<Ended>;
  /** Another content of its migration, as a version after it has. */
  mend(statements: string): void;
  remove(): void;
}

/** This version with one migration more. */
export function newerVersion(statements: string): NewerVersion {
  const folder = mkdtempSync(join(tmpdir(), "turnout-newer-"));
  mkdirSync(join(folder, "server"));
  cpSync(join(root, "server/src"), join(folder, "server/src"), { recursive: true });
  cpSync(join(root, "server/package.json"), join(folder, "server/package.json"));
  for (const path of ["node_modules", "server/node_modules", "dev-database", "contract"]) symlinkSync(join(root, path), join(folder, path));
  const newest = readdirSync(join(root, MIGRATIONS)).toSorted().at(-1)!;
  const number = String(Number(newest.slice(0, 4)) + 1).padStart(4, "0");
  const mend = (next: string) =>
    writeFileSync(join(folder, MIGRATIONS, `${number}_drilled.sql`), `-- works-with: ${newest.slice(0, 4)}\n${next}\n`);
  mend(statements);
  return {
    mend,
    async run(settings, patience) {
      const env = { PATH: process.env.PATH, NODE_ENV: "production", LOG_LEVEL: "warn", METRICS_PORT: "off", PORT: "0", ...settings };
      const child = startChild(process.execPath, ["server/src/main.ts"], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
      const late = setTimeout(() => void endChild(child, "SIGKILL"), patience);
      const said = await text(child.stderr!);
      await endChild(child, "SIGTERM");
      clearTimeout(late);
      return { code: child.exitCode, said };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
