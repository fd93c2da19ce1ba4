import { randomUUID } from "node:crypto";
import type { Standing } from "@turnout/contract/guests";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { sendBulletin, withdrawBulletin } from "../invitations/bulletins.ts";
import type { Job } from "../jobs/jobs.ts";
import { createEventWriter } from "../log/change-event.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { createOutbox } from "../mail/outbox.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, aUser, createWorld } from "../testing/world.ts";
import { choose } from "./choices.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import type { ListTimed } from "./job-payloads.ts";
import { notificationJobs } from "./jobs.ts";
import { listTimed } from "./list-timed.ts";
import { notificationsOf } from "./notification-list.ts";

const { db } = await testDatabase();

/** A published event, with a guest for each standing, all but the last with an account; jobs run when they are due. */
async function aScene(standings: Standing[]) {
  let clock = Date.parse("2030-06-01T10:00:00Z");
  const now = () => new Date(clock);
  let queued: Job[] = [];
  const told: string[] = [];
  const enqueue = async (_run: unknown, jobs: Job[]) => void queued.push(...jobs);
  const changeEvent = createEventWriter({ store: createPostgresStore(db, [enqueueCausedJobs(enqueue)]), now, hint: () => {} });
  const world = { ...createWorld(db, now), changeEvent };
  const { id, host, guests } = await aGathering(world, {
    guests: standings.length + 1,
    fields: { starts: "2030-06-18T19:00", zone: "Europe/Lisbon" },
  });
  const accounts: string[] = [];
  for (const [at, standing] of [...standings, "going" as const].entries()) {
    const account = at < standings.length ? (await aUser(world, `Guest ${at + 1}`)).id : null;
    if (account) accounts.push(account);
    await sql`update guests set standing = ${standing}, user_id = ${account}, ticket = ${standing === "waiting" ? 1 : null} where id = ${guests[at]!.id}`.execute(
      db,
    );
  }
  const deps = {
    db,
    enqueue,
    queueMail: createOutbox(async () => {}),
    changeEvent,
    transport: { send: async () => {}, close: () => {} },
    publicUrl: testUrl,
    calendarHost: "turnout.test",
    mailAddress: "turnout@turnout.test",
    inboundAddress: null,
    secret: testSecret,
    now,
    mailAllowance: null,
  };
  const list = (job: ListTimed) => listTimed({ db, now, tell: (ids) => void told.push(...ids) }, job);
  const handlers = { ...notificationJobs(deps), listTimed: list, notify: async () => {} };
  async function at(time: string) {
    clock = Date.parse(time);
    for (let job = take(); job; job = take()) {
      await handlers[job.name as "remindGuests"](job.payload as never, { willBeRetried: false });
      if (job.name === "listTimed") await list(job.payload as never); // twice, as after a crash
    }
  }
  function take(): Job | undefined {
    const found = queued.find((job) => !job.startAfter || job.startAfter.getTime() <= clock);
    queued = queued.filter((job) => job !== found);
    return found;
  }
  const write = (to: Standing[]) =>
    changeEvent(
      id,
      sendBulletin,
      { commandId: randomUUID(), subject: "Bring a blanket", text: "It gets cold.", to, at: null },
      asUser(host),
    );
  const listed = async (account: string) =>
    (await notificationsOf(db, account)).map(({ kind, name, excerpt, role }) => [kind, name, excerpt, role]);
  return { id, host, accounts, told, at, write, listed, changeEvent };
}

test("whoever comes or waits has both reminders in the app, each once", async () => {
  const { accounts, at, listed, told } = await aScene(["going", "waiting", "maybe"]);
  await at("2030-06-17T18:00:00Z");
  await at("2030-06-18T16:00:00Z");
  const both = [
    ["reminder", null, null, "guest"],
    ["reminder", null, null, "guest"],
  ];
  expect(await Promise.all(accounts.map(listed))).toEqual([both, both, []]);
  expect(told.toSorted()).toEqual([...accounts.slice(0, 2), ...accounts.slice(0, 2)].toSorted());
});

test("a reminder that is due no more is in nobody's list", async () => {
  const { id, accounts, at, listed } = await aScene(["going"]);
  await sql`update events set status = 'cancelled' where id = ${id}`.execute(db);
  await at("2030-06-18T16:00:00Z");
  expect(await listed(accounts[0]!)).toEqual([]);
});

test("what a host wrote is in the list of those whom it is for, by who wrote it and what it is about", async () => {
  const { accounts, at, write, listed } = await aScene(["going", "declined"]);
  await write(["going"]);
  await at("2030-06-01T10:05:00Z");
  expect(await Promise.all(accounts.map(listed))).toEqual([[["bulletin", "Ada", "Bring a blanket", "guest"]], []]);
});

test("what was taken back is in no list; control: what was not is", async () => {
  const { accounts, at, write, listed, changeEvent, id, host } = await aScene(["going"]);
  const { result } = await write(["going"]);
  await write(["going"]);
  await changeEvent(id, withdrawBulletin, { commandId: randomUUID(), bulletinId: result.bulletinId }, asUser(host));
  await at("2030-06-01T10:05:00Z");
  expect(await listed(accounts[0]!)).toHaveLength(1);
});

test("whoever keeps reminders out of the app does not see them there", async () => {
  const { accounts, at, listed } = await aScene(["going"]);
  const account = { role: "account", userId: accounts[0]!, eventId: null } as const;
  await choose(db, account, { kind: "reminder", channel: "bell", isOn: false });
  await at("2030-06-17T18:00:00Z");
  expect(await listed(accounts[0]!)).toEqual([]);
});
