import { createHmac, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OURS } from "./builds.ts";
import { loginKey } from "../../server/src/accounts/session-cookie.ts";
import { createApp } from "../../server/src/app.ts";
import { feedToken } from "../../server/src/calendar/feed-token.ts";
import { postMessage } from "../../server/src/chat/commands.ts";
import { connect } from "../../server/src/db/connect.ts";
import { migrate } from "../../server/src/db/migrate.ts";
import { openDatabase } from "../../server/src/db/open-database.ts";
import { gracefulShutdown } from "../../server/src/http/graceful-shutdown.ts";
import { inlineHashes } from "../../server/src/http/inline-hashes.ts";
import { countOpenRequests, newOpenRequests } from "../../server/src/http/open-requests.ts";
import { createHttpServer } from "../../server/src/http/server.ts";
import { newVisitToken, visitIdOf } from "../../server/src/guests/visits.ts";
import { openJobs } from "../../server/src/jobs/jobs.ts";
import { answerInvitation } from "../../server/src/guests/commands.ts";
import { doorKeyOf } from "../../server/src/guests/door-keys.ts";
import { makeDoorLink } from "../../server/src/guests/door-links.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../../server/src/testing/world.ts";
import type { StoredEntry } from "@turnout/contract/log";
import { sql } from "kysely";
import { createLogger } from "../../server/src/telemetry/logging.ts";
import { createMetrics } from "../../server/src/telemetry/metrics.ts";
import { traceStatements } from "../../server/src/telemetry/trace-statements.ts";
import type { Tracing } from "../../server/src/telemetry/tracing.ts";

/** The one place where the benchmarks know how Turnout is put together. */
export const PUBLIC_URL = "http://turnout.test";
export const LIVE_PATH = "/live";
export const HEADERS = "Host: turnout.test\r\nOrigin: http://turnout.test\r\n";
export const LIVE_AT = '{"type":"caughtUp"';

export interface Room {
  eventId: string;
  epoch: string;
  head: number;
  /** A header line for each guest, as their browser would send it. */
  cookies: string[];
  host: { id: string; name: string };
}

export interface Doors {
  eventId: string;
  tokens: string[];
  codes: string[];
}

/** An event with many guests, and a header line by which its host reads the list of them. */
export interface ManyGuests {
  eventId: string;
  cookie: string;
}

export const followText = ({ eventId, epoch, head }: Room, behind = 0) =>
  JSON.stringify({ type: "follow", eventId, epoch, after: head - behind });

/** Of ordinary length. */
export const aMessage = () => ({ commandId: randomUUID(), text: "x".repeat(100), replyTo: null });

/** Turnout's writer with nothing around it, and events of its own. */
export async function openWriter(databaseUrl: string, events: number, options: Parameters<typeof aGathering>[1] = {}) {
  await migrate(databaseUrl);
  const db = connect(databaseUrl);
  const world = createWorld(db);
  const gatherings = await Array.fromAsync({ length: events }, () => aGathering(world, options));
  return { db, world, gatherings };
}

export const SECRET = "a secret for benchmarks, as long as it has to be";
const LIMIT_FACTOR = 1_000_000;

/** Turnout's HTTP server with everything that it does for every request, and no routes: for others to answer behind it. */
export async function openHttpServer() {
  const logger = createLogger("warn");
  const inline = inlineHashes(builtWeb());
  const server = await createHttpServer({ publicUrl: PUBLIC_URL, trustedHops: 0, limitFactor: LIMIT_FACTOR, logger, inline });
  countOpenRequests(server.server, newOpenRequests());
  gracefulShutdown(server);
  createMetrics().measureRequests(server);
  return server;
}

/** In a statement for so many accounts, none takes long. */
const ACCOUNTS_AT_ONCE = 500;

/** Accounts that each come to so many of the same events, with a calendar feed of their own. Returns their paths and ids. */
async function makeFeeds(db: Awaited<ReturnType<typeof openDatabase>>["db"], accounts: number, eventsEach: number) {
  const count = Math.max(2 * eventsEach, accounts / 5);
  const description = "Bring a blanket, something to drink, and whoever you like. ".repeat(7);
  const events = await sql<{ id: string }>`
    insert into events (id, title, description, starts_at, ends_at, zone, place, status)
    select gen_random_uuid(), 'Picnic ' || n, ${description}, moment, moment + interval '3 hours',
      (array['Europe/Lisbon', 'Europe/Berlin', 'America/New_York'])[1 + n % 3], '{"kind":"place","name":"The mill","address":"Mill Street 4"}', 'published'
    from (select n, '2027-03-01T18:00Z'::timestamptz + n * interval '3 hours' as moment from generate_series(1, ${count}) n) times
    returning id`.execute(db);
  const feeds: { id: string; path: string }[] = [];
  for (let first = 0; first < accounts; first += ACCOUNTS_AT_ONCE) {
    const people = Array.from({ length: Math.min(ACCOUNTS_AT_ONCE, accounts - first) }, () => randomUUID());
    const listed = people.flatMap((userId, at) =>
      Array.from({ length: eventsEach }, (_, k) => ({ userId, eventId: events.rows[((first + at) * 7 + k) % count]!.id })),
    );
    await sql`insert into users (id, name, email, email_verified)
      select id, 'Guest', id || '@example.org', true from unnest(${people}::uuid[]) id`.execute(db);
    await sql`insert into guests (event_id, id, name, user_id, standing, source, answered_at)
      select event_id, gen_random_uuid(), 'Guest', user_id, 'going', 'link', now()
      from unnest(${listed.map(({ eventId }) => eventId)}::uuid[], ${listed.map(({ userId }) => userId)}::uuid[]) as listed (event_id, user_id)`.execute(
      db,
    );
    const made = await sql<{
      id: string;
    }>`insert into calendar_feeds (id, user_id) select gen_random_uuid(), id from unnest(${people}::uuid[]) id returning id`.execute(db);
    feeds.push(...made.rows.map(({ id }) => ({ id, path: `/calendar/${feedToken(SECRET, { id, version: 1 })}.ics` })));
  }
  return feeds;
}

export const FIRST_NAMES =
  "Anna Ben Clara David Emma Felix Greta Hugo Ida Jonas Katja Lukas Mia Noah Olga Paul Rosa Simon Tilda Vera".split(" ");
export const SYLLABLES = "mül ler schmi ber ga ner wol ken fi scher ro sen ha gen lin den kra mer stei bach".split(" ");

/** In a statement for so many guests, none takes long. */
const GUESTS_AT_ONCE = 2_000;

/** Guests of an event, also more than an event takes: two in three have answered, and some are on the waitlist. */
async function addManyGuests(db: Awaited<ReturnType<typeof openDatabase>>["db"], eventId: string, count: number): Promise<void> {
  for (let first = 1; first <= count; first += GUESTS_AT_ONCE)
    await sql`
    insert into guests (event_id, id, name, email, standing, answered_at, added_at, ticket, source)
    select ${eventId}, gen_random_uuid(), name, lower(replace(name, ' ', '.')) || n || '@example.org', standing,
      case when standing <> 'none' then now() - (n::bigint * 7919 % ${count}) * interval '1 second' end, now() - (n::bigint * 104729 % ${count}) * interval '1 minute',
      case when standing = 'waiting' then n end, 'invited'
    from (
      select n, (${FIRST_NAMES}::text[])[1 + n % 20] || ' ' || initcap(
          (${SYLLABLES}::text[])[1 + n / 20 % 20] || (${SYLLABLES}::text[])[1 + n / 400 % 20] || (${SYLLABLES}::text[])[1 + n / 8000 % 20]) as name,
        case when n % 3 = 0 then 'none' when n % 100 = 1 then 'waiting' when n % 7 = 1 then 'maybe' when n % 11 = 1 then 'declined' else 'going' end as standing
      from generate_series(${first}::int, ${Math.min(count, first + GUESTS_AT_ONCE - 1)}::int) n) made`.execute(db);
  await sql`
    update events set (guest_count, seats_taken, maybe_people, declined_guests, silent_guests, waiting_people, waiting_parties, last_ticket) = (
      select count(*), count(*) filter (where standing = 'going'), count(*) filter (where standing = 'maybe'), count(*) filter (where standing = 'declined'),
        count(*) filter (where standing = 'none'), count(*) filter (where standing = 'waiting'), count(*) filter (where standing = 'waiting'), ${count}::int
      from guests where event_id = ${eventId}) where id = ${eventId}`.execute(db);
}

interface Surroundings {
  databaseUrl: string;
  redisUrl?: string | null;
  /** Mails go there, and this process has the worker that sends them. Left out: nobody mails. */
  smtpUrl?: string | null;
  /** Left out: nothing is recorded. */
  tracing?: Tracing | null;
}

/** A whole server, as `npm start` would run one: accounts, validation, limits (raised), jobs, metrics. */
export async function startProduct({ databaseUrl, redisUrl = null, smtpUrl = null, tracing = null }: Surroundings) {
  const recording = tracing ? traceStatements(tracing) : undefined;
  const database = await openDatabase({ databaseUrl, dataFolder: tmpdir() }, { recording });
  const jobs = await openJobs(databaseUrl, console.error);
  const app = await createApp({
    database,
    jobs,
    redisUrl,
    smtpUrl,
    mailbox: smtpUrl ? "nobody" : "anybody",
    mailFrom: "Turnout <turnout@turnout.test>",
    publicUrl: PUBLIC_URL,
    calendarHost: new URL(PUBLIC_URL).hostname,
    secret: SECRET,
    trustedHops: 0,
    logger: createLogger("warn"),
    webFolder: builtWeb(),
    limitFactor: LIMIT_FACTOR,
    tracing,
  });
  await app.server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
  if (smtpUrl) await app.work();
  const { db } = database;
  const world = { ...createWorld(db), changeEvent: app.deps.changeEvent };

  async function say(gathering: Gathering, messages: number) {
    const author = asUser(gathering.host);
    await Promise.all(Array.from({ length: messages }, () => world.changeEvent(gathering.id, postMessage, aMessage(), author)));
  }

  /** An event with guests, each let in by a link in a browser of their own. */
  async function makeRoom(guests: number, messages: number, answered = 0): Promise<Room> {
    const gathering = await aGathering(world, { guests });
    const tokens = gathering.guests.map(() => newVisitToken());
    const visits = tokens.map(visitIdOf);
    const ids = gathering.guests.map(({ id }) => id);
    await sql`insert into visits (id, expires_at) select unnest(${visits}::uuid[]), now() + interval '1 day'`.execute(db);
    await sql`
      insert into visit_grants (visit_id, event_id, guest_id, access_version)
      select visit, ${gathering.id}, guest, 1 from unnest(${visits}::uuid[], ${ids}::uuid[]) as t (visit, guest)`.execute(db);
    const going = gathering.guests.slice(0, answered);
    await Promise.all(going.map((guest) => world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest))));
    if (messages > 0) await say(gathering, messages);
    const { epoch, positions } = await world.store.readHeads([gathering.id]);
    return {
      eventId: gathering.id,
      epoch,
      head: positions.get(gathering.id)!,
      cookies: tokens.map((token) => `Cookie: visit=${token}\r\n`),
      host: gathering.host,
    };
  }

  /** Hands the feed what a commit would, without one: what it costs to bring messages from the log to the readers. */
  /** An event with guests, of whom each has a door code, and door links by which those are scanned. */
  async function makeDoors(guests: number, doors: number): Promise<Doors> {
    const gathering = await aGathering(world, { guests });
    const key = await doorKeyOf(db, gathering.id);
    const links = await Array.fromAsync({ length: doors }, (_, at) =>
      makeDoorLink(db, { eventId: gathering.id, gate: `Gate ${at + 1}`, createdBy: gathering.host.id, now: new Date() }),
    );
    return {
      eventId: gathering.id,
      tokens: links.map(({ token }) => token),
      codes: gathering.guests.map(({ id }) => key.codeOf({ id, access_version: 1 })),
    };
  }

  /** An event with so many guests, whose list its host reads. */
  async function makeManyGuests(count: number): Promise<ManyGuests> {
    const gathering = await aGathering(world);
    await addManyGuests(db, gathering.id, count);
    const token = randomUUID();
    await sql`
      insert into sessions (id, user_id, token, expires_at, created_at, updated_at)
      values (gen_random_uuid(), ${gathering.host.id}, ${token}, now() + interval '1 day', now(), now())`.execute(db);
    const signed = createHmac("sha256", loginKey(SECRET)).update(token).digest("base64");
    return { eventId: gathering.id, cookie: `Cookie: session=${encodeURIComponent(`${token}.${signed}`)}\r\n` };
  }

  /** So many guests a second answer, one after the other; ends once what is returned is called. */
  async function answerSteadily(eventId: string, rate: number): Promise<() => Promise<number>> {
    const found = await sql<{ id: string }>`select id from guests where event_id = ${eventId} order by id limit 5000`.execute(db);
    const open = new Set<Promise<unknown>>();
    let sent = 0;
    const timer = setInterval(() => {
      const { id } = found.rows[sent % found.rows.length]!;
      const answer = answering(sent++ % 2 === 0 ? "maybe" : "declined");
      const done: Promise<unknown> = world
        .changeEvent(eventId, answerInvitation, answer, asGuest({ id, name: "Guest" }))
        .finally(() => open.delete(done));
      open.add(done);
    }, 1_000 / rate);
    return async () => {
      clearInterval(timer);
      await Promise.all(open);
      return sent;
    };
  }

  /** How many people have come in. */
  async function arrivedAt(eventId: string): Promise<number> {
    const { rows } = await sql<{
      arrived: number;
    }>`select coalesce(sum(arrived), 0)::int as arrived from guests where event_id = ${eventId}`.execute(db);
    return rows[0]!.arrived;
  }

  async function fanOut(room: Room) {
    const { entries } = await world.store.readLog(room.eventId, { after: room.head - 1 });
    const pattern = entries.at(-1)! as StoredEntry & { body: { type: "chat.posted"; message: object } };
    let head = room.head;
    return (k: number) => {
      const after = head;
      head += k;
      const made = Array.from({ length: k }, (_, index) => {
        const [seq, commandId] = [after + index + 1, randomUUID()];
        return { ...pattern, seq, commandId, body: { ...pattern.body, message: { ...pattern.body.message, seq, messageId: commandId } } };
      });
      app.bus.publish({
        type: "hint",
        hint: { eventId: room.eventId, epoch: room.epoch, after, upTo: head, entries: made as StoredEntry[] },
      });
    };
  }

  return {
    port: (app.server.server.address() as AddressInfo).port,
    db,
    jobs,
    changeEvent: world.changeEvent,
    makeRoom,
    makeDoors,
    makeManyGuests,
    answerSteadily,
    arrivedAt,
    makeFeeds: (accounts: number, eventsEach: number) => makeFeeds(db, accounts, eventsEach),
    feedBytes: async (path: string) => (await app.server.inject({ url: path, headers: { host: new URL(PUBLIC_URL).host } })).rawPayload,
    fanOut,
  };
}

/** The web app as it is built; where nobody has built it, a page without one. */
function builtWeb(): string {
  const built = join(OURS, "web/dist");
  if (existsSync(join(built, "index.html"))) return built;
  const folder = mkdtempSync(join(tmpdir(), "turnout-bench-web-"));
  const page = '<!doctype html><html lang="en"><head><!--head--></head><body><div id="root"><!--page--></div><!--data--></body></html>';
  writeFileSync(join(folder, "index.html"), page);
  return folder;
}

export { answering, asGuest, asUser, createWorld };
