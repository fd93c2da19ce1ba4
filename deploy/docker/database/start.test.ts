import { execFileSync, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { accountFor } from "../../../dev-database/src/account.ts";
import { findBinaries, makeSystemFolder } from "../../../dev-database/src/postgres-binaries.ts";
import { freePort } from "../../../server/src/free-port.ts";
import { endChild, startChild } from "../../../server/src/testing/child-process.ts";
import { afterFile } from "../../../server/src/testing/after-file.ts";
import { until } from "../../../server/src/testing/until.ts";

const folder = makeSystemFolder("database-image-");
const account = accountFor(join(folder, "nothing"));
const bin = join(folder, "bin");
const archive = join(folder, "archive");
const data = join(folder, "data");
const port = await freePort();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const one of [bin, archive, join(folder, "settings")]) mkdirSync(one);
if (account) for (const one of [folder, archive]) chownSync(one, account.uid, account.gid);
const script = (name: string, text: string) => {
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
};
const ours = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8").replaceAll("/etc/turnout/", `${folder}/settings/`);
script("turnout-database", ours("start.sh"));
script("turnout-archive", ours("archive.sh"));
script("turnout-restore", ours("restore.sh"));
writeFileSync(
  join(folder, "settings/postgresql.conf"),
  ours("postgresql.conf").replace("listen_addresses = '*'", "listen_addresses = '127.0.0.1'"),
);
// Nobody else comes as superuser; in the image that is for those inside of the container.
writeFileSync(join(folder, "settings/pg_hba.conf"), `${ours("pg_hba.conf")}host all postgres 127.0.0.1/32 trust\n`);
writeFileSync(join(folder, "password"), "correct-horse");

const environment = (more: Record<string, string>, first = findBinaries(account)) => ({
  PATH: `${first}:${bin}:${process.env.PATH}`,
  PGDATA: data,
  PGPORT: String(port),
  PASSWORD_FILE: join(folder, "password"),
  ...more,
});

async function start(): Promise<{
  server: ChildProcess;
  ask: (query: string) => Promise<Record<string, unknown>[]>;
  close: () => Promise<void>;
}> {
  const env = environment({ ARCHIVE_FOLDER: archive });
  const server = startChild("sh", [join(bin, "turnout-database")], { ...account, env, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr!.on("data", (chunk: Buffer) => (said += String(chunk)));
  afterFile(() => endChild(server, "SIGKILL"));
  const client = await until(
    async () => {
      if (server.exitCode !== null) throw new Error(said);
      const one = new pg.Client(`postgres://postgres@127.0.0.1:${port}/turnout`);
      await one.connect();
      const { rows } = await one.query<{ recovering: boolean }>("select pg_is_in_recovery() as recovering");
      if (!rows[0]!.recovering) return one;
      await one.end();
      throw new Error("it is not through with its recovery");
    },
    { interval: 100 },
  );
  client.on("error", () => {});
  return { server, ask: async (query) => (await client.query<Record<string, unknown>>(query)).rows, close: () => client.end() };
}

test("with ARCHIVE_FOLDER, a copy of the data can be brought to a moment after it, before something was deleted", async () => {
  const first = await start();
  await first.ask("create table guests (name text)");
  await first.ask("select pg_backup_start('copy', fast => true)");
  const copy = join(folder, "copy");
  cpSync(data, copy, { recursive: true, filter: (path) => !/postmaster\.pid$|pg_wal\/./.test(path) });
  const [label] = await first.ask("select labelfile from pg_backup_stop()");

  await first.ask("insert into guests values ('Ada'), ('Grace')");
  const [moment] = await first.ask("select clock_timestamp()::text as at");
  await first.ask("delete from guests");
  const [piece] = await first.ask("select pg_walfile_name(pg_switch_wal()) as name");
  const archived = async () =>
    expect((await first.ask("select last_archived_wal as last from pg_stat_archiver"))[0]!.last).toBe(piece!.name);
  await until(archived, { interval: 100 });
  const stopped = endChild(first.server, "SIGKILL");
  await first.close().catch(() => {});
  await stopped;
  await until(() => rmSync(data, { recursive: true }));
  writeFileSync(join(copy, "backup_label"), String(label!.labelfile));
  if (account) execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, copy]);
  restore(copy, String(moment!.at));
  const second = await start();
  expect(await second.ask("select name from guests order by name")).toEqual([{ name: "Ada" }, { name: "Grace" }]);
  await second.close();
  await endChild(second.server, "SIGINT");
});

function restore(copy: string, moment: string) {
  const env = environment({ ARCHIVE_FOLDER: archive });
  execFileSync("sh", [join(bin, "turnout-restore"), copy, moment], { ...account, env, cwd: "/", stdio: "pipe" });
}

test("a copy that is none, a moment that is none, and data that is in use are refused, and nothing is changed", () => {
  const copy = join(folder, "small-copy");
  mkdirSync(copy);
  expect(() => restore(copy, "2030-06-18 19:00:00+02")).toThrow(/it has no backup_label/);
  for (const file of ["backup_label", "PG_VERSION"]) writeFileSync(join(copy, file), "");
  expect(() => restore(copy, "now'; restore_command = 'rm")).toThrow(/not a moment/);
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, "postmaster.pid"), "1");
  expect(() => restore(copy, "2030-06-18 19:00:00+02")).toThrow(/the database runs, or was killed/);
  expect(readdirSync(data)).toContain("postmaster.pid");
});

/** What start.sh calls PostgreSQL with, where there is data already. */
function calledWith(more: Record<string, string>): string {
  const told = join(folder, "told");
  mkdirSync(join(told, "data"), { recursive: true });
  writeFileSync(join(told, "data/PG_VERSION"), "18\n");
  writeFileSync(join(told, "postgres"), '#!/bin/sh\necho "$@"\n');
  chmodSync(join(told, "postgres"), 0o755);
  const env = { ...environment(more, told), PGDATA: join(told, "data") };
  return execFileSync("sh", [join(bin, "turnout-database")], { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

test("nothing is archived unless a folder is named, and a folder that cannot be written to is refused at the start", () => {
  expect(calledWith({})).not.toContain("archive");
  expect(calledWith({ ARCHIVE_FOLDER: archive })).toContain("-c archive_mode=on -c archive_command=turnout-archive %p %f");
  expect(() => calledWith({ ARCHIVE_FOLDER: join(folder, "absent") })).toThrow(/is no folder that user \d+ may write to/);
});

test("a piece of the log is kept once, whole, and never written over by another one of its name", () => {
  const kept = join(folder, "kept");
  mkdirSync(kept);
  const piece = join(folder, "piece");
  const keep = (text: string) => {
    writeFileSync(piece, text);
    execFileSync("sh", [join(bin, "turnout-archive"), piece, "0001"], {
      env: { PATH: process.env.PATH, ARCHIVE_FOLDER: kept },
      stdio: "pipe",
    });
  };
  keep("one");
  keep("one");
  expect(() => keep("two")).toThrow(/0001 is there already, and says something else/);
  expect([readdirSync(kept), readFileSync(join(kept, "0001"), "utf8")]).toEqual([["0001"], "one"]);
});
