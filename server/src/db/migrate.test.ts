import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeEach, expect, test } from "vitest";
import { migrate, requireMigrated } from "./migrate.ts";
import { runOn, testDatabase } from "./test-database.ts";
import { PATIENCE } from "../testing/patience.ts";

const { url: ours } = await testDatabase();
const root = mkdtempSync(join(tmpdir(), "turnout-migrate-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const files = {
  "0001_first.sql": "create table one (id int)",
  "0002_added.sql": "-- Adds what older programs do not see.\n-- works-with: 0001\nalter table one add column word text",
  "0003_dropped.sql": "-- Programs since 0002 do not read it any more.\n-- works-with: 0002\nalter table one drop column id",
  "0004_unmarked.sql": "create table two (id int)",
};

/** A program that knows so many of the files. */
function programOf(count: number): { folder: string } {
  const folder = mkdtempSync(join(root, "program-"));
  for (const [name, statements] of Object.entries(files).slice(0, count)) writeFileSync(join(folder, name), statements);
  return { folder };
}

/** A database of its own for each test. */
let url: string;
let databases = 0;
beforeEach(async () => {
  const name = `migrate_${++databases}`;
  await runOn(ours, `create database ${name} template template0`);
  const own = new URL(ours);
  own.pathname = `/${name}`;
  url = String(own);
});
afterAll(async () => {
  for (let one = 1; one <= databases; one++) await runOn(ours, `drop database migrate_${one} with (force)`);
});

test("a program goes back to where a newer one says that it still works, and starts there as it is", async () => {
  await migrate(url, programOf(2));
  expect(await migrate(url, programOf(1))).toEqual([]);
  await expect(requireMigrated(url, programOf(1))).resolves.toBeUndefined();
});

test("a program refuses a database that a newer one has changed under it, and one of which nothing is said", async () => {
  await migrate(url, programOf(3));
  expect(await migrate(url, programOf(2))).toEqual([]);
  const tooNew = /^the database has migration 0003_dropped\.sql, which this version does not know: run a newer version$/;
  await expect(migrate(url, programOf(1))).rejects.toThrow(tooNew);
  await expect(requireMigrated(url, programOf(1))).rejects.toThrow(tooNew);
  await migrate(url, programOf(4));
  await expect(migrate(url, programOf(3))).rejects.toThrow(/0004_unmarked\.sql, which this version does not know/);
});

test("a program never puts its own migrations after those of a newer one", async () => {
  await migrate(url, programOf(2));
  await runOn(url, "delete from migrations where name = '0001_first.sql'");
  await expect(migrate(url, programOf(1))).rejects.toThrow(/0002_added\.sql, which this version does not know/);
});

test("where migrations are required, a start names the first that is missing, and changes nothing", async () => {
  const lacking = /^the database lacks migration 0001_first\.sql: start a process with ROLES=migrate first$/;
  await expect(requireMigrated(url, programOf(2))).rejects.toThrow(lacking);
  await expect(requireMigrated(url, programOf(2))).rejects.toThrow(lacking);
  await migrate(url, programOf(1));
  await expect(requireMigrated(url, programOf(2))).rejects.toThrow(/lacks migration 0002_added\.sql/);
  expect(await migrate(url, programOf(2))).toEqual(["0002_added.sql"]);
  await expect(requireMigrated(url, programOf(2))).resolves.toBeUndefined();
});

test("a database of before that was written down is brought up to date, and read before it is", async () => {
  await migrate(url, programOf(1));
  await runOn(url, "alter table migrations drop column works_with");
  await expect(requireMigrated(url, programOf(1))).resolves.toBeUndefined();
  expect(await migrate(url, programOf(2))).toEqual(["0002_added.sql"]);
});

test("an applied file that has changed since is refused", async () => {
  const program = programOf(1);
  await migrate(url, program);
  writeFileSync(join(program.folder, "0001_first.sql"), "create table three (id int)");
  await expect(migrate(url, program)).rejects.toThrow(/^migration 0001_first\.sql was applied and has changed since$/);
});

test("every migration of ours from 0026 on says which programs it works with", () => {
  const folder = join(import.meta.dirname, "migrations");
  const unmarked = readdirSync(folder).filter(
    (name) => name >= "0026" && !/^-- works-with: \d{4}$/m.test(readFileSync(join(folder, name), "utf8")),
  );
  expect(unmarked).toEqual([]);
});

test("while a table is in use, a migration of it waits, says so, and lets others' queries pass", async () => {
  await migrate(url, programOf(1));
  const [reader, other] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url, query_timeout: PATIENCE })];
  await Promise.all([reader.connect(), other.connect()]);
  await reader.query("begin; lock table one in access share mode");
  const reports: string[] = [];
  const migrated = migrate(url, { ...programOf(2), onWaiting: (what) => reports.push(what) });
  await expect.poll(() => reports).toEqual(["migration 0002_added.sql waits for a table that others are using"]);
  for (let query = 0; query < 3; query++) await expect(other.query("select from one")).resolves.toBeDefined();
  await reader.query("commit");
  expect(await migrated).toEqual(["0002_added.sql"]);
  await Promise.all([reader.end(), other.end()]);
});
