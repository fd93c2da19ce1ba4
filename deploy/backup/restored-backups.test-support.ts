import { randomBytes, randomUUID } from "node:crypto";
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { accountFor } from "../../dev-database/src/account.ts";
import { startServerOn, stopServer } from "../../dev-database/src/embedded-postgres.ts";
import { makeSystemFolder } from "../../dev-database/src/postgres-binaries.ts";
import { contentOf, withClient } from "../../server/src/db/content.ts";
import { freePort } from "../../server/src/free-port.ts";
import { startBackedUp } from "../drills/backed-up-postgres.ts";
import { run } from "../ops/backup.ts";
import { backupsIn, filesOf, idOf, manifestOf, noteOf, pieceOf, removeOld, type Backup } from "./backups.ts";
import { keepErasures } from "./erasures.ts";
import { followLog, SLOT } from "./follow-log.ts";
import { openRepositories } from "./repositories.ts";
import { checkBackup, restore } from "./restore.ts";
import { takeBackup } from "./take-backup.ts";
import { ageProgram, readSettings } from "./settings.ts";

const source = await startBackedUp();
const { settings, url } = source;
const endFollowing = source.follow();
const scratch = process.getuid?.() === 0 ? makeSystemFolder("backup-test-") : mkdtempSync(join(source.home, "scratch-"));
afterAll(async () => {
  await endFollowing();
  await source.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Earlier than any backup here. */
const NEVER_WHOLE = idOf(new Date(0));
const event = randomUUID();
const ask = async (statement: string, at = url): Promise<Record<string, string>[]> =>
  withClient(at, async (client) => (await client.query<Record<string, string>>(statement)).rows);

/** Entries after those that are there, in one commit. */
const addEntries = (count: number) => `
  with now as (update events set log_seq = log_seq + ${count} where id = '${event}' returning log_seq)
  insert into event_log (event_id, seq, command_id, at, actor, context, body)
  select '${event}', log_seq - ${count} + n, gen_random_uuid(), clock_timestamp(), '{}', '{}', '{"kind":"x"}' from now, generate_series(1, ${count}) as n`;
const momentNow = async () => new Date((await ask("select clock_timestamp()::text as at"))[0]!.at!);
/** The clock of a commit is exact to the microsecond, a moment here to the millisecond. */
const later = () => ask("select pg_sleep(0.02)");

/** Asks a server on restored data. */
async function onRestored<Answer>(folder: string, asked: (at: string) => Promise<Answer>, of = url): Promise<Answer> {
  const port = await freePort();
  const data = { bin: settings.programs, account: accountFor(folder), folder, password: "" };
  const server = await startServerOn(data, port, {});
  const there = new URL(of);
  there.port = String(port);
  try {
    return await asked(String(there));
  } finally {
    await stopServer(server);
  }
}

await ask(`insert into events (id, title) values ('${event}', 'Picnic')`);
await ask(addEntries(1_000));
const full = await takeBackup(settings, "full");
await ask(addEntries(500));
const incremental = await takeBackup(settings, "incremental");
await later();
const before = await momentNow();
await later();
await ask(`delete from event_log where seq % 2 = 0`);
await ask(`update events set title = 'Oops'`);
const last = await takeBackup(settings, "full");

test("a role that may do only what is documented makes full and incremental backups, and each passes its restore check", async () => {
  expect([full.parent, incremental.parent]).toEqual([null, full.id]);
  const checked = await checkBackup(settings, incremental);
  expect(checked.checkedAt).not.toBe(null);
  expect(checked.content.event_log!.rows).toBe(1_500);
  expect(backupsIn(settings.repositories).map(({ checkedAt }) => checkedAt !== null)).toEqual([false, true, false]);
}, 120_000);

test("a backup of a database whose log has a gap does not pass; control: one that says other rows does not either", async () => {
  await expect(checkBackup(settings, last)).rejects.toThrow(`the log of event ${event} has a gap`);
  const lied: Backup = { ...incremental, content: { ...incremental.content, guests: { rows: 1, hash: "7" } } };
  await expect(checkBackup(settings, lied)).rejects.toThrow("guests: 0 rows instead of 1 rows");
}, 120_000);

test("data come back as they were at a moment before a mistake, in another epoch", async () => {
  const folder = join(scratch, "moment");
  const { backup } = await restore(settings, folder, before);
  expect(backup.id).toBe(incremental.id);
  const [there] = await onRestored(folder, (at) =>
    ask("select title, (select count(*) from event_log)::text as entries, (select epoch from life)::text as epoch from events", at),
  );
  expect(there).toMatchObject({ title: "Picnic", entries: "1500" });
  expect(there!.epoch).not.toBe((await ask("select epoch::text from life"))[0]!.epoch);
  await expect(restore(settings, folder, before)).rejects.toThrow("is not empty");
  await expect(restore(settings, join(scratch, "early"), new Date(0))).rejects.toThrow("there is no backup from before 1970");
}, 120_000);

test("what was erased since is not brought back, by the list beside the backups alone; what a mistake deleted is; control: the same restore without the list", async () => {
  const erasing = await startBackedUp();
  const end = erasing.follow();
  try {
    const { settings: its, url: at } = erasing;
    const [erased, deleted, message, reply] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const person = (id: string, name: string) => `insert into users (id, name, email) values ('${id}', '${name}', '${name}@example.org')`;
    const said = (id: string, seq: number, text: string, quote: string) => `
      insert into messages (event_id, id, seq, author_id, author_name, author_role, text, at, reply_to, reply_excerpt)
        values ('${event}', '${id}', ${seq}, '${deleted}', 'Bo', 'host', '${text}', now(), ${quote ? `'${message}'` : "null"}, '${quote}');
      insert into event_log (event_id, seq, command_id, at, actor, context, body) values ('${event}', ${seq}, '${id}', now(), '{}', '{}',
        '${JSON.stringify({ type: "chat.posted", message: { id, text, replyTo: quote ? { id: message, excerpt: quote } : null } })}')`;
    await ask(`${person(erased, "canary")}; ${person(deleted, "bo")}`, at);
    await ask(`insert into events (id, title, log_seq) values ('${event}', 'Picnic', 2)`, at);
    await ask(`insert into events (id, title, status) values ('${randomUUID()}', 'the canary''s draft', 'draft') returning id`, at).then(
      ([draft]) => ask(`insert into hosts (event_id, id, name) values ('${draft!.id}', '${erased}', 'canary')`, at),
    );
    await ask(`${said(message, 1, "a canary sings", "")}; ${said(reply, 2, "lovely", "a canary sings")}`, at);
    await takeBackup(its, "full");
    await later();
    const [moment] = await ask("select clock_timestamp()::text as at", at);
    await later();
    // As the product erases, and as a mistake does.
    await ask(`delete from users where id = '${erased}'; insert into audit (actor_id, action) values ('${erased}', 'account.deleted')`, at);
    await ask(`update messages set text = '', deleted_by = 'author' where id = '${message}'`, at);
    await ask(`delete from users where id = '${deleted}'`, at);
    expect(await keepErasures(its.url, its.repositories)).toBe(2);
    expect(await keepErasures(its.url, its.repositories)).toBe(0);
    const [piece] = await ask("select pg_walfile_name(pg_switch_wal()) as name", at);
    await expect.poll(() => its.repositories.has(pieceOf(piece!.name!))).toBe(true);

    const away = { ...its, url: Object.assign(new URL(its.url), { port: "1" }).href };
    const broughtBack = async (name: string, options: { withErased: boolean }) => {
      const folder = join(scratch, name);
      const { erasedAgain, askedSource } = await restore(away, folder, new Date(moment!.at!), options);
      return onRestored(
        folder,
        async (there) => ({
          erasedAgain,
          askedSource,
          canaries: await tablesWith("canary", there),
          people: (await ask("select name from users order by name", there)).map(({ name: one }) => one),
        }),
        at,
      );
    };
    expect(await broughtBack("erased", { withErased: false })).toEqual({
      erasedAgain: 2,
      askedSource: false,
      canaries: [],
      people: ["bo"],
    });
    expect(await broughtBack("with-erased", { withErased: true })).toEqual({
      erasedAgain: 0,
      askedSource: false,
      canaries: ["event_log", "events", "hosts", "messages", "users"],
      people: ["bo", "canary"],
    });
  } finally {
    await end();
    await erasing.close();
  }
}, 120_000);

/** Tables that have this word in any column of any row. */
async function tablesWith(word: string, at: string): Promise<string[]> {
  const tables = await ask(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    at,
  );
  const counted = await Promise.all(
    tables.map(
      async ({ name }) => [name!, (await ask(`select 1 as found from ${name} t where t::text ilike '%${word}%'`, at)).length] as const,
    ),
  );
  return counted.filter(([, found]) => found > 0).map(([name]) => name);
}

test("a moment in a quiet hour, with no commit after it, is the state since the last commit", async () => {
  const quiet = await startBackedUp();
  const end = quiet.follow();
  try {
    await ask(`insert into events (id, title) values ('${event}', 'Picnic')`, quiet.url);
    await takeBackup(quiet.settings, "full");
    await ask(addEntries(3), quiet.url);
    const [piece] = await ask("select pg_walfile_name(pg_switch_wal()) as name", quiet.url);
    await expect.poll(() => quiet.settings.repositories.has(pieceOf(piece!.name!))).toBe(true);
    const folder = join(scratch, "quiet");
    await restore(quiet.settings, folder, new Date(Date.now() + 3_600_000));
    const counted = await onRestored(folder, (at) => ask("select count(*)::text as entries from event_log", at), quiet.url);
    expect(counted).toEqual([{ entries: "3" }]);
  } finally {
    await end();
    await quiet.close();
  }
}, 120_000);

test("after a restore, the next increment is a full backup, which passes; the one after it is an increment", async () => {
  const folder = join(scratch, "again");
  await restore(settings, folder, before);
  await onRestored(folder, async (at) => {
    const there = {
      ...settings,
      url: Object.assign(new URL(at), { username: "turnout_backup", password: "backup" }).href,
      spool: join(source.home, "spool-2"),
    };
    const folders = ["third", "fourth"].map((name) => mkdtempSync(join(source.home, `${name}-`)));
    const repositories = openRepositories({
      folders,
      recipient: (await source.newKey()).recipient,
      identity: null,
      age: await ageProgram(),
    });
    for (const { id } of [full, incremental]) repositories.note(noteOf(id), settings.repositories.notes(noteOf(id)).get(noteOf(id))!);
    const ending = new AbortController();
    const following = followLog({ ...there, repositories }, ending.signal);
    const first = await takeBackup({ ...there, repositories }, "incremental");
    expect([first.parent, first.timeline > incremental.timeline]).toEqual([null, true]);
    expect((await takeBackup({ ...there, repositories }, "incremental")).parent).toBe(first.id);
    ending.abort();
    await following;
  });
}, 120_000);

test("a database of another release than the programs is refused before anything is made", async () => {
  const programs = mkdtempSync(join(source.home, "programs-"));
  writeFileSync(join(programs, "pg_basebackup"), "#!/bin/sh\necho 'pg_basebackup (PostgreSQL) 17.2'\n", { mode: 0o755 });
  await expect(takeBackup({ ...settings, programs }, "full")).rejects.toThrow(/the database is release 18, and the programs in .* are 17/);
});

test("the database's password is not among the arguments of a program, which everybody on the machine can read", async () => {
  const programs = mkdtempSync(join(source.home, "programs-"));
  const telling = `case "$1" in --version) echo 'pg_basebackup (PostgreSQL) 18.0' ;; *) echo "$1 with $PGPASSWORD" >&2; exit 1 ;; esac`;
  for (const name of ["pg_basebackup", "pg_receivewal"]) writeFileSync(join(programs, name), `#!/bin/sh\n${telling}\n`, { mode: 0o755 });
  const told = /: --dbname=postgresql:\/\/turnout_backup@127\.0\.0\.1:\d+\/turnout with backup$/;
  await expect(takeBackup({ ...settings, programs }, "full")).rejects.toThrow(told);
  await expect(followLog({ ...settings, programs }, new AbortController().signal)).rejects.toThrow(told);
});

test("a database with a tablespace is refused, and nothing is noted of it", async () => {
  const place = process.getuid?.() === 0 ? makeSystemFolder("tablespace-") : mkdtempSync(join(source.home, "tablespace-"));
  const account = accountFor(place);
  if (account) chownSync(place, account.uid, account.gid);
  await ask(`create tablespace elsewhere location '${place}'`);
  try {
    const before = backupsIn(settings.repositories).length;
    await expect(takeBackup(settings, "full")).rejects.toThrow("the database has tablespaces");
    expect(backupsIn(settings.repositories)).toHaveLength(before);
  } finally {
    await ask("drop tablespace elsewhere");
    rmSync(place, { recursive: true });
  }
});

test("nothing in a repository can be read without the key: not with another one, and not without any", async () => {
  const stored = settings.repositories.folders.flatMap((folder) => globSync(`${folder}/**/*.age`));
  expect(stored.length).toBeGreaterThan(6);
  for (const path of stored) expect(readFileSync(path).subarray(0, 21).toString()).toBe("age-encryption.org/v1");
  const options = { folders: settings.repositories.folders, recipient: "age1", age: await ageProgram() };
  const other = openRepositories({ ...options, identity: (await source.newKey()).identity });
  await expect(checkBackup({ ...settings, repositories: other }, incremental)).rejects.toThrow("no identity matched any of the recipients");
  await expect(checkBackup({ ...settings, repositories: openRepositories({ ...options, identity: null }) }, incremental)).rejects.toThrow(
    "BACKUP_IDENTITY is missing",
  );
});

test("what is damaged or gone in one repository comes from the other one; in both, the backup does not pass", async () => {
  const [here, elsewhere] = settings.repositories.folders.map((folder) => join(folder, `${filesOf(full.id)}.zst.age`));
  truncateSync(here!, 1_000);
  rmSync(join(settings.repositories.folders[0]!, `${pieceOf(full.firstPiece)}.zst.age`));
  expect((await checkBackup(settings, full)).checkedAt).not.toBe(null);
  const bytes = readFileSync(elsewhere!);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(elsewhere!, bytes);
  await expect(checkBackup(settings, full)).rejects.toThrow(/base\.tar\.zst\.age: .*(failed to decrypt|chunk)/s);
}, 120_000);

test.each([1 << 20, 0])(
  "of what cannot be stored as a whole, nothing is left in any repository: it breaks after %d bytes",
  async (bytes) => {
    const breaking = Readable.from(
      (function* () {
        if (bytes > 0) yield randomBytes(bytes);
        throw new Error("the disk is gone");
      })(),
    );
    await expect(settings.repositories.seal("scraps", breaking)).rejects.toThrow("scraps cannot be stored: the disk is gone");
    // The log goes on being stored beside it.
    expect(settings.repositories.folders.flatMap((folder) => globSync(`${folder}/**/scraps*`))).toEqual([]);
  },
);

test("the command makes a backup, checks it, removes what is too old with its log, also what was never whole, and tells when it was made", async () => {
  await ask(`delete from event_log; update events set log_seq = 0`);
  const given = { ...process.env };
  const { folders } = settings.repositories;
  Object.assign(process.env, {
    BACKUP_DATABASE_URL: settings.url,
    BACKUP_REPOSITORIES: folders.join(","),
    BACKUP_RECIPIENT: (await source.newKey()).recipient,
    BACKUP_IDENTITY: settings.identity,
    BACKUP_SPOOL: settings.spool,
    BACKUP_METRICS: settings.metricsFile,
    BACKUP_KEPT: "1",
  });
  try {
    await expect(run(["full"]), "encrypted for somebody else").rejects.toThrow("no identity matched");
    expect(backupsIn(settings.repositories)).toHaveLength(4);
    process.env.BACKUP_RECIPIENT = readRecipient();
    await settings.repositories.seal(filesOf(NEVER_WHOLE), Readable.from(["of a backup whose log never arrived"]));
    await run(["full"]);
    const left = backupsIn(settings.repositories);
    expect(left.map(({ parent, checkedAt }) => [parent, checkedAt !== null])).toEqual([[null, true]]);
    const pieces = settings.repositories.names("log").map((name) => name.slice(-24));
    expect(pieces.filter((name) => name < left[0]!.firstPiece)).toEqual([]);
    expect(settings.repositories.names("backups")).toEqual([filesOf(left[0]!.id)]);
    expect(settings.repositories.notes(manifestOf("*")).size).toBe(1);
    const [, made] = /^turnout_backup_made_timestamp_seconds ([\d.]+)$/m.exec(readFileSync(settings.metricsFile!, "utf8"))!;
    expect(Number(made) * 1_000).toBe(new Date(left[0]!.takenAt).getTime());
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in given)) delete process.env[name];
  }
}, 120_000);

function readRecipient(): string {
  return /public key: (age1\S+)/.exec(readFileSync(settings.identity!, "utf8"))![1]!;
}

test("where too few backups passed, nothing is removed: a newer one that was not checked is none of them", () => {
  const [passed] = backupsIn(settings.repositories);
  expect(removeOld(settings.repositories, 2)).toEqual([]);
  const unchecked: Backup = { ...passed!, id: idOf(new Date(Date.now() + 60_000)), checkedAt: null };
  settings.repositories.note(noteOf(unchecked.id), JSON.stringify(unchecked));
  expect(removeOld(settings.repositories, 1)).toEqual([]);
  settings.repositories.forget(noteOf(unchecked.id));
  expect(backupsIn(settings.repositories)).toHaveLength(1);
});

test.each([
  ["BACKUP_REPOSITORIES", "/nowhere/at/all", "names a folder that is not there: /nowhere/at/all"],
  ["BACKUP_RECIPIENT", "AGE-SECRET-KEY-1", "is no public key of age"],
  ["BACKUP_IDENTITY", "/nowhere/key", "names a file that is not there"],
  ["BACKUP_KEPT", "0", "must be a whole number above 0"],
  ["BACKUP_DATABASE_URL", "", "is missing"],
  ["POSTGRES_PROGRAMS", "/usr/bin", "has no pg_basebackup of release 18 or newer"],
])("a wrong %s (%s) is refused by name", async (name, value, reason) => {
  const right = {
    BACKUP_DATABASE_URL: url,
    BACKUP_REPOSITORIES: source.home,
    BACKUP_RECIPIENT: "age1x",
    BACKUP_SPOOL: source.home,
    PATH: process.env.PATH,
  };
  await expect(readSettings({ ...right, [name]: value })).rejects.toThrow(new RegExp(`${name} ${reason}`));
});

test("the log is kept by a slot of its name, and what the product holds is the same after all of this", async () => {
  expect((await ask(`select slot_name from pg_replication_slots where slot_name = '${SLOT}' and active`))[0]).toBeDefined();
  expect((await contentOf(url)).events!.rows).toBe(1);
});
