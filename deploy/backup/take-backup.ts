import { createReadStream, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { markMoment, withClient } from "../../server/src/db/content.ts";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { backupsIn, filesOf, idOf, manifestOf, noteOf, pieceOf, type Backup } from "./backups.ts";
import { connectionTo } from "./connection.ts";
import { keepErasures } from "./erasures.ts";
import type { Settings } from "./settings.ts";
import { workFolder } from "./work-folder.ts";

/** How long the log may take to arrive (ms). */
const LOG_WITHIN = 120_000;

/**
 * Makes a full backup, or one of what changed since the newest one. After a restore or a failover a full one is due, and made: PostgreSQL
 * refuses increments across a change of timeline. Resolves when it and its log are in all repositories; it counts once it is checked.
 */
export async function takeBackup(
  { url, repositories, programs }: Settings,
  wants: "full" | "incremental",
  now = new Date(),
): Promise<Backup> {
  const id = idOf(now);
  const folder = workFolder("base-backup");
  try {
    return await withClient(url, async (client) => {
      await requireSameRelease(client, programs);
      const timeline = Number(
        await ask(client, "select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int::text as value"),
      );
      const parent = wants === "full" ? undefined : backupsIn(repositories).findLast((one) => one.timeline === timeline);
      const files = join(folder, "files");
      const { args: connection, env } = connectionTo(url);
      const args = [...connection, `--pgdata=${files}`, "--format=tar", "--wal-method=none", "--checkpoint=fast", "--no-sync"];
      if (parent) {
        const before = join(folder, "before");
        writeFileSync(before, repositories.notes(manifestOf(parent.id)).get(manifestOf(parent.id)) ?? "");
        args.push(`--incremental=${before}`);
      }
      const { code, said } = await execute(join(programs, "pg_basebackup"), args, { env, within: 24 * 3_600_000 });
      if (code !== 0) throw new Failed(`pg_basebackup: ${said.trim().split("\n").slice(-3).join(" ")}`);
      if (readdirSync(files).some((name) => /^\d+\.tar$/.test(name)))
        throw new Failed("the database has tablespaces, which are not backed up by this");
      const manifest = readFileSync(join(files, "backup_manifest"), "utf8");
      const [range] = (JSON.parse(manifest) as { "WAL-Ranges": { "Start-LSN": string }[] })["WAL-Ranges"];
      const firstPiece = await ask(client, "select pg_walfile_name($1::pg_lsn) as value", [range!["Start-LSN"]]);
      await repositories.seal(filesOf(id), createReadStream(join(files, "base.tar")));
      repositories.note(manifestOf(id), manifest);

      const restorePoint = `turnout-${id}`;
      const content = await markMoment(url, restorePoint);
      const lastPiece = await ask(client, "select pg_walfile_name(pg_switch_wal()) as value");
      const backup: Backup = {
        format: 1,
        id,
        takenAt: now.toISOString(),
        parent: parent?.id ?? null,
        timeline,
        firstPiece,
        lastPiece,
        restorePoint,
        content,
        checkedAt: null,
      };
      await keepErasures(url, repositories);
      await untilArrived(repositories, lastPiece);
      repositories.note(noteOf(id), `${JSON.stringify(backup, null, 2)}\n`);
      return backup;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files can only be checked and restored by the release that wrote them. */
async function requireSameRelease(client: Client, programs: string) {
  const server = await ask(client, "select split_part(current_setting('server_version'), '.', 1) as value");
  const { out } = await execute(join(programs, "pg_basebackup"), ["--version"]);
  const ours = / (\d+)/.exec(out)?.[1];
  if (server !== ours)
    throw new Failed(`the database is release ${server}, and the programs in ${programs} are ${ours}: set POSTGRES_PROGRAMS`);
}

async function untilArrived(repositories: Settings["repositories"], piece: string) {
  for (const deadline = Date.now() + LOG_WITHIN; !repositories.has(pieceOf(piece)); await sleep(200))
    if (Date.now() > deadline)
      throw new Failed(`piece ${piece} of the log did not arrive within ${LOG_WITHIN / 1_000} s: does "backup follow" run?`);
}

async function ask(client: Client, statement: string, values: unknown[] = []): Promise<string> {
  const { rows } = await client.query<{ value: string }>(statement, values);
  return rows[0]!.value;
}
