import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failed } from "../failed.ts";

export const about =
  "Breaks on purpose what the product runs on, under load, and fails where more is lost than may be; docs/drills.md has what was seen";
export const usage = `alert-path | bad-migration [--runs 3] | cert-expiry [--runs 3] | log-backend-down | secret-rotation | vault | vault-certificates
  node-drain | pitr | redis-loss | region-loss | restore-from-locked-bucket | restore-from-locked-copy | zone-loss   [--runs 3]
  rolling-restart [--short] [--control] [--way "at once"]… [--readers 200] [--against FOLDER]`;

/** Each is judged by itself, as often as asked where one run says little. They are loaded when they run: the list of commands loads no servers. */
const drills: Record<string, (runs: number) => Promise<void>> = {
  "alert-path": async () => (await import("../drills/judge-alert-path.ts")).judgeAlertPath(),
  "bad-migration": async (runs) => (await import("../drills/judge-bad-migration.ts")).judgeBadMigration(runs),
  "cert-expiry": async (runs) => (await import("../drills/judge-cert-expiry.ts")).judgeCertExpiry(runs),
  "log-backend-down": async () => (await import("../drills/judge-log-backend.ts")).judgeLogBackend(),
  "node-drain": async (runs) => (await import("../drills/judge-node-drain.ts")).judgeNodeDrain(runs),
  pitr: async (runs) => (await import("../drills/judge-pitr.ts")).judgePitr(runs),
  "redis-loss": async (runs) => (await import("../drills/judge-redis-loss.ts")).judgeRedisLoss(runs),
  "region-loss": async (runs) => (await import("../drills/judge-region-loss.ts")).judgeRegionLoss(runs),
  "restore-from-locked-bucket": async (runs) => (await import("../drills/judge-locked-bucket.ts")).judgeLockedBucket(runs),
  "restore-from-locked-copy": async (runs) => (await import("../drills/judge-locked-copy.ts")).judgeLockedCopy(runs),
  "secret-rotation": async () => (await import("../drills/judge-secret-rotation.ts")).judgeSecretRotation(),
  vault: async () => (await import("../drills/judge-vault.ts")).judgeVault(),
  "vault-certificates": async () => (await import("../drills/judge-vault-certificates.ts")).judgeVaultCertificates(),
  "zone-loss": async (runs) => (await import("../drills/judge-zone-loss.ts")).judgeZoneLoss(runs),
};

/** Of rolling-restart. */
const options = {
  /** Each server another way, once, with fewer readers, and no control. */
  short: { type: "boolean", default: false },
  /** The control alone; it also comes after all ways. */
  control: { type: "boolean", default: false },
  way: { type: "string", multiple: true },
  readers: { type: "string" },
  /** A checkout of an earlier version, with its packages and its web app built. */
  against: { type: "string" },
  /** Of all others that are run several times. */
  runs: { type: "string", default: "3" },
} as const;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const drill = drills[positionals.join()];
  if (drill) return drill(Number(values.runs));
  if (positionals.join() !== "rolling-restart") throw new Failed(`npm run ops -- drill ${usage}`);
  const { judgeRestarts } = await import("../drills/judge-restarts.ts");
  const { ways } = await import("../drills/rolling-restart.ts");
  const { short: isShort, control, against, way: named = ways } = values;
  await judgeRestarts({
    ways: control ? [] : ways.filter((way) => named.includes(way)),
    readers: Number(values.readers ?? (isShort ? 60 : 200)),
    isShort,
    hasControl: control || (!isShort && !values.way),
    before: against === undefined ? null : checkout(against),
  });
}

function checkout(folder: string): { name: string; folder: string } {
  for (const needed of ["web/src/live/connection.ts", "web/dist/index.html", "node_modules"])
    if (!existsSync(join(folder, needed))) throw new Failed(`${folder} has no ${needed}`);
  const name = execFileSync("git", ["rev-parse", "--short=7", "HEAD"], { cwd: folder, encoding: "utf8" }).trim();
  return { name, folder: resolve(folder) };
}
