import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { connect } from "../db/connect.ts";
import type { Computed } from "../db/row-types.ts";
import { testDatabase } from "../db/test-database.ts";
import { addHost, cancelEvent, editEvent, publishEvent, removeHost } from "../events/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { claimGuest } from "../guests/claim-guest.ts";
import { identitiesOf } from "../guests/queries.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { readmitGuest, revokeInvitation } from "../invitations/commands.ts";
import { afterFile } from "../testing/after-file.ts";
import { aGathering, answering, asGuest, asUser, aUser, createWorld, type Gathering, type Member } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { createFeedStates, eventStamp, placesOf } from "./feed-states.ts";
import { createFeedWriter } from "./feed-writer.ts";
import { openFeed, type FeedOwner } from "./feeds.ts";
import { CHANGES_KEPT_HOURS, forgetOldChanges } from "./forget-old-changes.ts";

const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const c = () => ({ commandId: randomUUID() });
const sender = { publicUrl: "https://turnout.test", calendarHost: "turnout.test", mailAddress: "turnout@turnout.test" };

const { url, db } = await testDatabase();
const world = createWorld(db);

type Read = (feedId: string) => Promise<string>;

/** What a process answers for a feed, from all that it keeps. */
function aProcess(on = db): Read {
  const stateOf = createFeedStates(on);
  const { bytesOf } = createFeedWriter({ ...sender, db: on });
  return async (feedId) => {
    const state = await stateOf(feedId);
    return state?.is_open ? `${state.version} ${state.stamp}\n${(await bytesOf(state)).toString()}` : "ended";
  };
}

/** What one answers that has kept nothing. */
const readAnew: Read = (feedId) => aProcess()(feedId);

/** Another process of the same instance. */
function anotherProcess(): Read {
  const other = connect(url);
  afterFile(() => other.destroy());
  return aProcess(other);
}

const ACTS = [
  "title",
  "move",
  "zone",
  "place",
  "days",
  "publish",
  "cancel",
  "going",
  "declined",
  "by account",
  "remove",
  "readmit",
  "revoke",
  "claim",
  "add host",
  "remove host",
  "renew",
  "delete account",
  "delete event",
  "older server",
  "rolled back",
] as const;
type Act = (typeof ACTS)[number];
interface Step {
  act: Act;
  event: 0 | 1 | 2;
  guest: 0 | 1;
  value: number;
}

const aStep: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS),
  event: fc.constantFrom(0 as const, 1 as const, 2 as const),
  guest: fc.constantFrom(0 as const, 1 as const),
  value: fc.nat(20),
});

/** Three events of which one is a draft, two accounts, and all feeds that they can have. */
async function aScene() {
  const events = [
    await aGathering(world, { guests: 2 }),
    await aGathering(world, { guests: 2 }),
    await aGathering(world, { published: false }),
  ];
  const accounts = [await aUser(world, "Grace"), await aUser(world, "Lin")];
  const owners: FeedOwner[] = [
    ...accounts.map(({ id }) => ({ userId: id, eventId: null })),
    { userId: events[0]!.host.id, eventId: null },
    { userId: events[0]!.host.id, eventId: events[0]!.id },
    { userId: accounts[0]!.id, eventId: events[0]!.id },
    ...events
      .slice(0, 2)
      .flatMap(({ id, guests }) =>
        guests.map((guest, at) => ({ eventId: id, guestId: guest.id, accessVersion: 1, madeBy: at === 0 ? null : accounts[1]!.id })),
      ),
  ];
  const feeds = await Promise.all(owners.map((owner) => openFeed(db, owner, false)));
  return { events, accounts, owners, feeds: feeds.map(({ id }) => id) };
}
type Scene = Awaited<ReturnType<typeof aScene>>;

async function doStep({ events, accounts, owners }: Scene, { act, event: at, guest, value }: Step): Promise<void> {
  const event = events[at]!;
  const account = accounts[guest]!;
  const member = event.guests[guest] ?? account;
  const [host, asAccount] = [asUser(event.host), { ...asUser(account), shareVersion: 1 }];
  const save = (fields: object) => world.changeEvent(event.id, edit, { ...c(), fields, override: true }, host);
  const hour = `2031-07-01T${String(value).padStart(2, "0")}:00`;
  const acts: Record<Act, () => Promise<unknown>> = {
    title: () => save({ title: `Picnic ${value}` }),
    move: () => save({ allDay: false, starts: hour, ends: null }),
    zone: () => save({ zone: ["Europe/Paris", "Asia/Tokyo", "America/New_York"][value % 3] }),
    place: () => save({ place: { kind: "place", name: `Mill ${value}`, address: "" } }),
    days: () => save({ allDay: true, starts: "2031-07-01", ends: "2031-07-02" }),
    publish: () => world.changeEvent(event.id, publishEvent, c(), host),
    cancel: () => world.changeEvent(event.id, cancelEvent, { ...c(), note: "" }, host),
    going: () => world.changeEvent(event.id, answerInvitation, answering("going"), asGuest(member)),
    declined: () => world.changeEvent(event.id, answerInvitation, answering("declined"), asGuest(member)),
    "by account": () => world.changeEvent(event.id, answerInvitation, { ...answering("going"), name: account.name }, asAccount),
    remove: () => world.changeEvent(event.id, removeGuest, { ...c(), guestId: member.id }, host),
    readmit: async () => {
      const identities = await identitiesOf(db, event.id, member.id);
      return world.changeEvent(event.id, readmitGuest, { ...c(), guestId: member.id, ...identities }, host);
    },
    revoke: () => world.changeEvent(event.id, revokeInvitation, { ...c(), guestId: member.id }, host),
    claim: () =>
      world.changeEvent(
        event.id,
        claimGuest,
        { ...c(), guestId: member.id, provenEmail: null },
        { ...asUser(account), guestId: member.id, accessVersion: 1 },
      ),
    "add host": () => world.changeEvent(event.id, addHost, c(), asUser(account)),
    "remove host": () => world.changeEvent(event.id, removeHost, { ...c(), userId: account.id }, host),
    renew: () => openFeed(db, owners[value % owners.length]!, true),
    "delete account": () => sql`delete from users where id = ${account.id}`.execute(db),
    "delete event": () => sql`delete from events where id = ${event.id}`.execute(db),
    "older server": () => sql`update events set title = ${`Old ${value}`}, zone = 'UTC' where id = ${event.id}`.execute(db),
    "rolled back": () =>
      db.transaction().execute(async (tx) => {
        await sql`update events set title = 'Never' where id = ${event.id}`.execute(tx);
        throw new Error("taken back");
      }),
  };
  await acts[act]().catch(() => {}); // a rule or a row that is gone may refuse any
}

/** Plays a history, with a look at every feed after each step; returns where a process answered otherwise than one that reads anew. */
async function staleAnswers(steps: Step[]): Promise<string[]> {
  const scene = await aScene();
  const processes = [aProcess(), anotherProcess()];
  const stale: string[] = [];
  for (const [at, step] of [null, ...steps].entries()) {
    if (step) await doStep(scene, step);
    for (const feed of scene.feeds) {
      const expected = await readAnew(feed);
      for (const [which, read] of processes.entries())
        // The second process looks seldom, so that it finds several changes at once.
        if (which === 0 || at % 3 === 0)
          if ((await read(feed)) !== expected)
            stale.push(`${at} ${step?.act ?? "at first"}: feed ${scene.feeds.indexOf(feed)}, process ${which}`);
    }
  }
  return stale;
}

const RUNS = Number(process.env["FEED_HISTORIES"] ?? 25);

test("over any history, every process answers for every feed what the database says now", { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 6, maxLength: 16 }), async (steps) => {
      expect(await staleAnswers(steps)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

/** Each act on each event, with answers in between, so that there is something to change. */
function eachTable(): Step[] {
  const on = (act: Act, event: 0 | 1 | 2, guest: 0 | 1, value: number): Step => ({ act, event, guest, value });
  return [
    on("going", 0, 0, 1),
    on("by account", 0, 0, 1),
    on("claim", 1, 0, 1),
    on("add host", 0, 1, 1),
    on("title", 0, 0, 2),
    on("renew", 0, 0, 0),
    on("remove", 1, 0, 1),
    on("remove host", 0, 1, 1),
  ];
}

describe("a change that is not noted is noticed by this test: of", () => {
  test.each(["events", "guests", "hosts", "calendar_feeds"])("%s", async (table) => {
    expect(await staleAnswers(eachTable())).toEqual([]);
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(db);
    try {
      expect(await staleAnswers(eachTable())).not.toEqual([]);
    } finally {
      await sql`alter table ${sql.table(table)} enable trigger user`.execute(db);
    }
  });
});

/** An event with one reader, and a transaction that begins to change it. */
async function aSlowChange(): Promise<{ event: Gathering; feed: string; commit: () => Promise<void> }> {
  const event = await aGathering(world);
  const { id: feed } = await openFeed(db, { userId: event.host.id, eventId: null }, false);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("begin");
  await client.query("update events set title = 'Slow' where id = $1", [event.id]);
  return {
    event,
    feed,
    async commit() {
      await client.query("commit");
      await client.end();
    },
  };
}

const aChangeElsewhere = async () => void (await aUser(world, "Emil"));

test("a change that is committed after later ones is seen", async () => {
  const { feed, commit } = await aSlowChange();
  const read = aProcess();
  const before = await read(feed);
  for (let at = 0; at < 3; at++) {
    await aChangeElsewhere();
    expect(await read(feed)).toBe(before);
  }
  await commit();
  expect(await read(feed)).toContain("SUMMARY:Slow");
  expect(await read(feed)).toBe(await readAnew(feed));
});

test("whoever asks while others change it never gets what was there before the question", async () => {
  const event = await aGathering(world);
  const { id: feed } = await openFeed(db, { userId: event.host.id, eventId: null }, false);
  const reads = [aProcess(), anotherProcess()];
  let [committed, done, asked] = [0, false, 0];
  const writer = (async () => {
    for (let n = 1; n <= 150; n++) {
      await world.changeEvent(event.id, edit, { ...c(), fields: { title: `Number ${n}.` } }, asUser(event.host));
      committed = n;
    }
    done = true;
  })();
  const askers = [0, 1, 2, 3, 4, 5].map(async (which) => {
    while (!done) {
      const least = committed;
      const found = Number(/SUMMARY:Number (\d+)\./.exec(await reads[which % 2]!(feed))?.[1] ?? 0);
      expect(found).toBeGreaterThanOrEqual(least);
      asked++;
    }
  });
  await Promise.all([writer, ...askers]);
  expect(asked).toBeGreaterThan(50);
});

test("an unchanged feed is answered without reading its events", async () => {
  const event: Gathering = await aGathering(world);
  const { id: feed } = await openFeed(db, { userId: event.host.id, eventId: null }, false);
  const asked: string[] = [];
  const counting = connect(url);
  afterFile(() => counting.destroy());
  const stateOf = createFeedStates(counting);
  const first = await stateOf(feed);
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    asked.push(JSON.stringify(given[0] ?? "").slice(0, 2_000));
    return (original as (...all: unknown[]) => unknown).apply(this, given);
  } as never;
  try {
    // Not before all transactions of this PostgreSQL that began before the state was read have ended, those of other files among them.
    await until(async () => {
      asked.length = 0;
      expect(await stateOf(feed)).toEqual(first);
      expect(asked.filter((text) => text.includes("calendar_feeds"))).toEqual([]);
    });
  } finally {
    pg.Client.prototype.query = original;
  }
  expect(asked.filter((text) => text.includes("calendar_changes"))).toHaveLength(1);
});

test("a change of any column that an entry is stamped by is noted", async () => {
  const { rows } = await sql<Computed<"definition", "text">>`
    select pg_get_triggerdef(oid) as definition from pg_trigger where tgname = 'calendars_change' and tgrelid = 'events'::regclass`.execute(
    db,
  );
  const columnsIn = (text: string, row: string) =>
    [...text.matchAll(new RegExp(`\\b${row}\\.(\\w+)`, "gi"))].map(([, name]) => name).sort();
  const stamped = columnsIn(eventStamp.compile(db).sql, "event").filter((column) => column !== "id");
  expect(stamped).toHaveLength(11);
  expect(columnsIn(rows[0]!.definition, "old")).toEqual(stamped);
  expect(columnsIn(rows[0]!.definition, "new")).toEqual(stamped);
});

test(`changes are kept for ${CHANGES_KEPT_HOURS} hours`, async () => {
  const rows = async () =>
    (await sql<Computed<"rows", "integer">>`select count(*)::int as rows from calendar_changes`.execute(db)).rows[0]!.rows;
  await aGathering(world);
  const before = await rows();
  expect(before).toBeGreaterThan(0);
  await forgetOldChanges(db, new Date(Date.now() + (CHANGES_KEPT_HOURS - 1) * 3_600_000));
  expect(await rows()).toBe(before);
  await forgetOldChanges(db, new Date(Date.now() + (CHANGES_KEPT_HOURS + 1) * 3_600_000));
  expect(await rows()).toBe(0);
});

test("a draft that is published comes into the feed of its host", async () => {
  const event = await aGathering(world, { published: false });
  const reader: Member = event.host;
  const { id: feed } = await openFeed(db, { userId: reader.id, eventId: null }, false);
  const stateOf = createFeedStates(db);
  expect(placesOf((await stateOf(feed))!)).toEqual([]);
  await world.changeEvent(event.id, publishEvent, c(), asUser(event.host));
  expect(placesOf((await stateOf(feed))!).map(({ id }) => id)).toEqual([event.id]);
});
