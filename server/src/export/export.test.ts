import { randomBytes, randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAudit } from "../audit/read-audit.ts";
import { testDatabase, type TestDatabase } from "../db/test-database.ts";
import { answerInvitation } from "../guests/commands.ts";
import { openJobs, type Jobs } from "../jobs/jobs.ts";
import type { Computed } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import { exampleEventId, seedExample } from "../seed/seed-example.ts";
import { afterFile } from "../testing/after-file.ts";
import { aGathering, answering, asGuest, aUser, createWorld, hostViewer, invite, publicViewer } from "../testing/world.ts";
import { exportData } from "./export-data.ts";
import { exportedTables, notExported, type Scope } from "./exported-tables.ts";
import { NotPossible, type Manifest } from "./files.ts";
import { importData } from "./import-data.ts";

const home = mkdtempSync(join(tmpdir(), "turnout-export-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const folder = (name: string) => join(home, name);
const now = new Date("2031-02-03T04:05:06Z");

interface Instance extends TestDatabase {
  jobs: Jobs;
}

async function anInstance(): Promise<Instance> {
  const database = await testDatabase();
  const jobs = await openJobs(database.url, () => {});
  afterFile(() => jobs.stop());
  return { ...database, jobs };
}

const exported = ({ url, db }: TestDatabase, name: string, scope: Scope = "instance") =>
  exportData({
    url,
    db,
    folder: folder(name),
    scope,
    now,
    publicUrl: "https://turnout.example",
    calendarHost: "turnout.example",
    mailAddress: "hello@turnout.example",
  });
const imported = ({ url, jobs }: Instance, name: string) => importData({ url, jobs, folder: folder(name) });

/** All files with what is in them; clocks that a calendar entry has to tell are left out. */
function filesOf(name: string): Record<string, string> {
  const files = globSync("**/*", { cwd: folder(name), withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map((one) => {
      const path = join(one.parentPath, one.name);
      const text = readFileSync(path, "latin1");
      return [
        path.slice(folder(name).length),
        one.name.endsWith(".ics") ? text.replace(/^(DTSTAMP|LAST-MODIFIED|CREATED):.*$/gm, "") : text,
      ];
    }),
  );
}

const [first, second, third] = [await anInstance(), await anInstance(), await anInstance()];
const world = createWorld(first.db);
const photoFiles = ["whole", "small"].map((format) => ({ id: randomUUID(), format, webp: randomBytes(70_000) }));
const pictures = [400_000, 3, 90_000].map((bytes) => ({ id: randomUUID(), webp: randomBytes(bytes) }));

/** Something in every table: the example, another event with answers and a waitlist, and what people leave behind. */
beforeAll(async () => {
  const { db, jobs } = first;
  const hosts = await Promise.all(["Ada", "Lin"].map(async (name) => ({ ...(await aUser(world, name)), email: `${name}@example.org` })));
  await seedExample({ db, changeEvent: world.changeEvent, now: () => new Date() }, [hosts[0]!, hosts[1]!]);
  const gathering = await aGathering(world, {
    guests: 6,
    fields: { capacity: 3, description: 'Bring "this",\nand =that\u2028 \u0001 🎈' },
  });
  await invite(world, gathering, [{ id: randomUUID(), name: "=cmd|' /C calc'!A0" }]);
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  for (const { id, webp } of pictures)
    await sql`insert into images (id, owner_id, width, height, webp) values (${id}, ${hosts[0]!.id}, 3, 4, ${webp})`.execute(db);
  await sql`update events set cover_image_id = ${pictures[0]!.id} where id = ${exampleEventId}`.execute(db);
  await sql`update instance set calendar_host = 'party.example'`.execute(db);
  const [visit, code, user] = [randomUUID(), randomUUID(), hosts[0]!.id];
  const { rows } = await sql<{ id: string }>`select id from guests where event_id = ${exampleEventId} order by id limit 1`.execute(db);
  const guest = rows[0]!.id;
  await sql`update guests set user_id = ${hosts[1]!.id}, removed_at = now(), removed_standing = 'going' where id = ${guest}`.execute(db);
  await sql`insert into credentials (id, user_id, account_id, provider_id, password) values (${randomUUID()}, ${user}, 'a', 'credential', 'hash')`.execute(
    db,
  );
  await sql`insert into sessions (id, user_id, token, expires_at) values (${randomUUID()}, ${user}, 'token', now())`.execute(db);
  await sql`insert into quiet_hours (user_id, begins, ends, zone) values (${user}, 1320, 420, 'Europe/Lisbon')`.execute(db);
  await sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
    values (${randomUUID()}, ${user}, 'credential', '\\x03', 1, '{internal}', 'Phone', now())`.execute(db);
  await sql`insert into verifications (id, identifier, value, expires_at) values ('v', 'i', 'x', now())`.execute(db);
  await sql`insert into host_invitations (id, event_id, email, token_hash, created_by, expires_at) values (${randomUUID()}, ${exampleEventId}, 'a@b.example', '\\x00ff', ${user}, now())`.execute(
    db,
  );
  await sql`insert into invitations (id, event_id, guest_id, token_hash, access_version) values (${randomUUID()}, ${exampleEventId}, ${guest}, '\\x01', 1)`.execute(
    db,
  );
  await sql`insert into bulletins (event_id, id, kind, subject, text, audience, written_by, created_at, due)
    values (${exampleEventId}, ${randomUUID()}, 'words', 'Hi', 'Hello', '["going"]', ${user}, now(), now())`.execute(db);
  const photo = randomUUID();
  await sql`insert into photos (event_id, id, seq, author_id, author_name, author_role, width, height, at)
    values (${exampleEventId}, ${photo}, 3, ${user}, 'Ada', 'host', 3, 4, now())`.execute(db);
  for (const { id, webp, format } of photoFiles)
    await sql`insert into photo_files (id, event_id, photo_id, format, owner_id, webp)
      values (${id}, ${exampleEventId}, ${photo}, ${format}, ${user}, ${webp})`.execute(db);
  await sql`insert into door_links (id, event_id, token_hash, gate, created_by, created_at)
    values (${randomUUID()}, ${exampleEventId}, '\\x05', 'North', ${user}, now())`.execute(db);
  await sql`insert into door_keys (event_id, seed) values (${exampleEventId}, ${randomBytes(32)})`.execute(db);
  await sql`insert into notifications (event_id, guest_id, kind, seq, created_at) values (${exampleEventId}, ${guest}, 'cancelled', 3, now())`.execute(
    db,
  );
  await sql`insert into digests (id, guest_id, due_at) values (${guest}, ${guest}, now())`.execute(db);
  await sql`insert into digest_lines (notification_id, digest_id, pace, due_at)
    select id, ${guest}::uuid, 'quiet', now() from notifications where guest_id = ${guest} and kind = 'cancelled'`.execute(db);
  await sql`insert into notification_choices (guest_id, event_id, kind, channel, is_on) values (${guest}, ${exampleEventId}, 'announced', 'push', false)`.execute(
    db,
  );
  await sql`insert into calendar_feeds (id, event_id, guest_id, access_version) values (${randomUUID()}, ${exampleEventId}, ${guest}, 1)`.execute(
    db,
  );
  await sql`insert into visits (id, expires_at, region) values (${visit}, now(), 'DE')`.execute(db);
  await sql`insert into visit_grants (visit_id, event_id, guest_id, access_version) values (${visit}, ${exampleEventId}, ${guest}, 1)`.execute(
    db,
  );
  const another = randomUUID();
  await sql`insert into visits (id, expires_at) values (${another}, now())`.execute(db);
  await sql`insert into visit_grants (visit_id, event_id, guest_id, access_version)
    select ${another}::uuid, event_id, id, 1 from guests where event_id = ${exampleEventId} and removed_at is null order by id limit 1`.execute(
    db,
  );
  await sql`insert into recovery_codes (id, event_id, guest_id, code_hash, expires_at) values (${code}, ${exampleEventId}, ${guest}, '\\x02', now())`.execute(
    db,
  );
  await sql`insert into recovery_askers (code_id, visit_id, network_hash) values (${code}, ${visit}, '\\x03')`.execute(db);
  await sql`insert into told_guests (event_id, guest_id, log_seq, told) values (${exampleEventId}, ${guest}, 3, '{"a": 1}') on conflict do nothing`.execute(
    db,
  );
  const mail = randomUUID();
  await sql`insert into mails (id, cause, kind, recipient, payload, event_id) values (${mail}, 'c', 'k', 'r@e.example', '{}', ${exampleEventId})`.execute(
    db,
  );
  await sql`insert into mail_opens (mail_id, guest_id) values (${mail}, ${guest})`.execute(db);
  await sql`insert into mailbox (id, message_id, recipient, subject, html, body, headers) values (${randomUUID()}, 'm', 'r', 's', '<p>', 'b\nc', '{}')`.execute(
    db,
  );
  await sql`insert into suppressions (address_hash, scope) values ('\\x04', ${`event:${exampleEventId}`})`.execute(db);
  await db.transaction().execute((tx) =>
    jobs.enqueue(statementsIn(tx), [
      { name: "sendMail", payload: { mailId: "1" } },
      { name: "sendMail", payload: { mailId: "2" } },
      { name: "sendUrgentMail", payload: { mailId: "3" } },
      { name: "tellGuests", payload: { eventId: exampleEventId }, startAfter: new Date("2033-01-01T00:00:00Z") },
    ]),
  );
});

const rowsIn = ({ files }: Manifest) => Object.fromEntries(Object.entries(files).map(([name, { rows }]) => [name, rows]));

/** As the audit log tells them. */
async function importsIn({ db }: TestDatabase): Promise<number> {
  const rows = await readAudit(db, { days: 1 });
  return rows.filter(({ action, actor_id }) => action === "instance.imported" && actor_id === null).length;
}

test("every table is exported, or named as one that is not", async () => {
  const { rows } = await sql<Computed<"name", "text">>`
    select relname as name from pg_class where relkind in ('r', 'v') and relnamespace = 'public'::regnamespace`.execute(first.db);
  const named = [...exportedTables.map(({ name }) => name), ...notExported];
  expect(named.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test("an instance that is exported, imported and exported again is the same, byte by byte; nothing of it is empty, and the import is audited", async () => {
  const manifest = await exported(first, "instance");
  expect(Object.entries(rowsIn(manifest)).filter(([, rows]) => rows === 0)).toEqual([]);
  expect(rowsIn(manifest)["jobs.jsonl"]).toBe(4);
  expect(manifest.calendarHost).toBe("party.example");
  await imported(second, "instance");
  expect(await importsIn(second)).toBe(1);
  await exported(second, "instance-again");
  expect(filesOf("instance-again")).toEqual(filesOf("instance"));
  expect(Object.keys(filesOf("instance")).filter((path) => path.startsWith("/pictures/"))).toHaveLength(
    pictures.length + photoFiles.length,
  );
  expect(Object.keys(filesOf("instance")).filter((path) => path.startsWith("/events/"))).toHaveLength(6);
});

test("what viewers see is the same after the import, at the same position of another epoch, and the event goes on", async () => {
  const there = createWorld(second.db);
  const events = await sql<{
    id: string;
    host: string;
  }>`select events.id, (select id from hosts where event_id = events.id limit 1) as host from events`.execute(first.db);
  expect(events.rows).toHaveLength(2);
  for (const { id, host } of events.rows) {
    const viewer = hostViewer({ id, host: { id: host, name: "Ada" }, guests: [] });
    for (const one of [viewer, publicViewer]) {
      const [before, after] = [await world.snapshot(id, one), await there.snapshot(id, one)];
      expect({ ...after, epoch: null }).toEqual({ ...before, epoch: null });
      expect(after!.epoch).not.toBe(before!.epoch);
    }
  }
  const { rows: waiting } = await sql<{
    id: string;
    event_id: string;
  }>`select id, event_id from guests where standing = 'waiting' and event_id <> ${exampleEventId} order by ticket`.execute(second.db);
  const { rows: going } = await sql<{
    id: string;
  }>`select id from guests where event_id = ${waiting[0]!.event_id} and standing = 'going' limit 1`.execute(second.db);
  await there.changeEvent(waiting[0]!.event_id, answerInvitation, answering("declined"), asGuest({ id: going[0]!.id, name: "" }));
  const { rows: now } = await sql<{ standing: string }>`select standing from guests where id = ${waiting[0]!.id}`.execute(second.db);
  expect(now[0]!.standing).toBe("going");
});

test("one event alone is the same after an import, with the accounts it needs, without sessions and passwords", async () => {
  const scope = { event: exampleEventId };
  const manifest = await exported(first, "event", scope);
  expect(rowsIn(manifest)).toMatchObject({
    "tables/events.jsonl": 1,
    "tables/users.jsonl": 2,
    "tables/images.jsonl": 1,
    "tables/photo_files.jsonl": 2,
    "tables/suppressions.jsonl": 1,
  });
  expect(Object.keys(manifest.files).filter((name) => /sessions|credentials|verifications|jobs|mailbox/.test(name))).toEqual([]);
  await imported(third, "event");
  await exported(third, "event-again", scope);
  expect(filesOf("event-again")).toEqual(filesOf("event"));
});

test("people can read it: guests and conversation as CSV without formulas, the calendar entry", () => {
  const files = filesOf("instance");
  const guests = Object.entries(files)
    .filter(([path]) => path.endsWith("guests.csv"))
    .map(([, text]) => text);
  expect(guests.join("").split("\r\n").length).toBeGreaterThan(60);
  expect(guests.join("")).toContain(`"'=cmd|' /C calc'!A0"`);
  const cells = guests.flatMap((text) => text.split("\r\n").map((line) => line.split('","')));
  const [place, opened] = ["place", "link opened"].map((title) => cells[0]!.indexOf(title));
  expect(cells.filter((line) => line[2] === "waiting").map((line) => line[place!])).toContain("1");
  expect(cells.some((line) => line[opened!] === "yes")).toBe(true);
  expect(files[`/events/${exampleEventId}/conversation.csv`]!.split("\r\n").length).toBeGreaterThan(5);
  expect(files[`/events/${exampleEventId}/event.ics`]).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/);
});

const rewrite = (name: string, file: string, change: (text: string) => string) => {
  const path = join(folder(name), file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
};
const picture = `pictures/${pictures[1]!.id}.webp`;

/** What is wrong with a copy, and what is then said. */
const damages: [string, RegExp, (name: string) => void][] = [
  ["a folder without a manifest", /is no whole export: it has no manifest.json/, (name) => rmSync(join(folder(name), "manifest.json"))],
  ["a manifest that is no JSON", /manifest.json is no JSON/, (name) => truncateSync(join(folder(name), "manifest.json"), 40)],
  [
    "another format",
    /has a format that this version does not know/,
    (name) => rewrite(name, "manifest.json", (text) => text.replace('"format": 1', '"format": 2')),
  ],
  [
    "another version",
    /was made with a database at migration 0001_x.sql/,
    (name) => rewrite(name, "manifest.json", (text) => text.replace(/"migration": "[^"]+"/, '"migration": "0001_x.sql"')),
  ],
  [
    "a file elsewhere",
    /names tables\/..\/..\/x, which this version does not know/,
    (name) => rewrite(name, "manifest.json", (text) => text.replace("tables/users.jsonl", "tables/../../x")),
  ],
  ["a table that is missing", /tables\/messages.jsonl is missing/, (name) => rmSync(join(folder(name), "tables/messages.jsonl"))],
  [
    "a table that is cut off",
    /tables\/guests.jsonl is cut off: its last line has no end/,
    (name) => truncateSync(join(folder(name), "tables/guests.jsonl"), 5_000),
  ],
  [
    "a row less",
    /tables\/mails.jsonl has \d+ rows instead of \d+/,
    (name) => rewrite(name, "tables/mails.jsonl", (text) => text.slice(text.indexOf("\n") + 1)),
  ],
  [
    "a word that was changed",
    /tables\/messages.jsonl is not as it was written/,
    (name) => rewrite(name, "tables/messages.jsonl", (text) => text.replace(/"text":"./, '"text":"#')),
  ],
  [
    "a line that is no JSON",
    /tables\/guests.jsonl, lines 1 to \d+: invalid input syntax for type json/,
    (name) => rewrite(name, "tables/guests.jsonl", (text) => text.replace("{", "<")),
  ],
  [
    "a row against a rule",
    /tables\/guests.jsonl, lines 1 to \d+: .*violates check constraint/,
    (name) => rewrite(name, "tables/guests.jsonl", (text) => text.replace(/"party_size":\d+/, '"party_size":99')),
  ],
  [
    "more people than seats",
    /tables\/events.jsonl, lines 1 to 2: .*never_overbooked/,
    (name) => rewrite(name, "tables/events.jsonl", (text) => text.replaceAll(/"seats_taken":\d+/g, '"seats_taken":9999')),
  ],
  ["a picture that is missing", new RegExp(`${picture} is missing`), (name) => rmSync(join(folder(name), picture))],
  [
    "a picture that was changed",
    new RegExp(`${picture} is not as it was written`),
    (name) => appendFileSync(join(folder(name), picture), "x"),
  ],
  [
    "a picture's id that leads elsewhere",
    /a picture has the id "..\/x"/,
    (name) => rewrite(name, "tables/images.jsonl", (text) => text.replace(pictures[1]!.id, "../x")),
  ],
  [
    "a job of another version",
    /this version does not know the job "sendFax"/,
    (name) => rewrite(name, "jobs.jsonl", (text) => text.replace("sendMail", "sendFax")),
  ],
];

test.each(damages)("%s is refused by name, and nothing is imported", async (_, reason, damage) => {
  const name = `damaged-${randomUUID()}`;
  cpSync(folder("instance"), folder(name), { recursive: true });
  damage(name);
  await sql`truncate users, events, images, visits, mails, mailbox, suppressions, verifications, event_log, messages, command_results, told_guests cascade`.execute(
    third.db,
  );
  const before = await importsIn(third);
  const refused = imported(third, name);
  await expect(refused).rejects.toThrow(NotPossible);
  await expect(refused).rejects.toThrow(reason);
  const { rows } = await sql<{
    rows: number;
  }>`select (select count(*) from users)::int + (select count(*) from events)::int as rows`.execute(third.db);
  expect(rows[0]!.rows).toBe(0);
  expect(await importsIn(third)).toBe(before);
});

test("a log with a gap is refused, though all its files are as they were written", async () => {
  await sql`delete from event_log where event_id = ${exampleEventId} and seq = 3`.execute(second.db);
  await exported(second, "with-gap");
  await expect(imported(third, "with-gap")).rejects.toThrow(`the log of event ${exampleEventId} has a gap`);
});

test("an instance that is not empty takes no import, and a folder that is not empty no export", async () => {
  await expect(imported(first, "instance")).rejects.toThrow(/this instance is not empty: it has \d+ rows in users/);
  await expect(exported(first, "instance")).rejects.toThrow("is not empty: name a new folder");
  await expect(exported(first, "none", { event: randomUUID() })).rejects.toThrow("there is no event");
  await expect(exported(first, "no-id", { event: "../etc" })).rejects.toThrow(`"../etc" is no event's id`);
});

/** Heap of the process that exports (MB), what it has to get through as text, and once more as pictures, and how much more memory that may take (bytes). */
const HEAP = 40;
const PAYLOAD = 96 << 20;
const MORE_MEMORY = 80 << 20;

test("memory does not grow with the data: 192 MB go through a process that needs 80 MB more for them at most, out and in again", async () => {
  const { db, url } = first;
  /** Runs a program to its end, and returns what it said and its peak of memory (bytes). */
  const run = (program: string, target: string, ...args: string[]) =>
    new Promise<{ said: string; peak: number }>((done) => {
      const env = { PATH: process.env.PATH, DATABASE_URL: target, SECRET: "a secret that is long enough for this" };
      const tellPeak = "data:text/javascript,process.on('exit',()=>console.log('peak '+process.resourceUsage().maxRSS))";
      const options = [`--max-old-space-size=${HEAP}`, "--import", tellPeak];
      const child = spawn(process.execPath, [...options, join(import.meta.dirname, program), ...args], { env });
      let said = "";
      for (const output of [child.stdout, child.stderr]) output.on("data", (chunk: Buffer) => (said += String(chunk)));
      child.once("close", (code) => done({ said: `${code}: ${said}`, peak: Number(/peak (\d+)/.exec(said)?.[1]) * 1_024 }));
    });
  const small = await run("export-main.ts", url, folder("small"));
  await sql`insert into mailbox (id, message_id, recipient, subject, html, body, headers)
    select gen_random_uuid(), 'big ' || n, 'r', 's', repeat(md5(n::text), 640), '', '{}'
    from generate_series(1, ${Math.ceil(PAYLOAD / 20_480)}::int) as n`.execute(db);
  await sql`insert into images (id, width, height, webp)
    select gen_random_uuid(), 1, 1, decode(repeat(md5(n::text), 65536), 'hex') from generate_series(1, ${Math.ceil(PAYLOAD / 1_048_576)}::int) as n`.execute(
    db,
  );
  const out = await run("export-main.ts", url, folder("big"));
  expect(out.said).toMatch(/^0: .*2 events/);
  const fourth = await anInstance();
  const back = await run("import-main.ts", fourth.url, folder("big"));
  expect(back.said).toMatch(/^0: imported: 2 events/);
  for (const { peak } of [out, back]) expect(peak - small.peak).toBeLessThan(MORE_MEMORY);
  expect((await run("import-main.ts", fourth.url, folder("big"))).said).toMatch(/^1: Nothing was imported: this instance is not empty/);
});
