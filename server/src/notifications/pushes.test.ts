import { randomUUID } from "node:crypto";
import type { Standing } from "@turnout/contract/guests";
import type { PushMessage } from "@turnout/contract/push";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { deleteMessage, postMessage } from "../chat/commands.ts";
import { answerForGuest, answerInvitation, removeGuest } from "../guests/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { waitlist } from "../guests/tables.ts";
import { grantGuest } from "../guests/visits.ts";
import { sendBulletin, withdrawBulletin } from "../invitations/bulletins.ts";
import { inviteGuests, readmitGuest, recordDeliveries, revokeInvitation } from "../invitations/commands.ts";
import type { Job } from "../jobs/jobs.ts";
import { systemCaller } from "../log/caller.ts";
import { createEventWriter } from "../log/change-event.ts";
import { rowsWhere } from "../log/event-table.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { createOutbox } from "../mail/outbox.ts";
import { pushKeys } from "../push/keys.ts";
import { createPushClient } from "../push/push-client.ts";
import { aPushService, type TestBrowser } from "../push/push-service.test-support.ts";
import { keepSubscription, subscriptionId, type PushOwner } from "../push/subscriptions.ts";
import { afterFile } from "../testing/after-file.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import { notificationJobs } from "./jobs.ts";
import type { Notify } from "./job-payloads.ts";
import { createPushLoader } from "./load-push.ts";
import { guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";
import { choose } from "./choices.ts";
import { LIVE_GRACE } from "./channels.ts";
import { markRead, notificationsOf } from "./notification-list.ts";
import { notify } from "./notify.ts";
import { pushChannel } from "./push-channel.ts";
import { setQuietHours } from "./quiet-hours.ts";
import { createReads } from "./reads.ts";
import { createSendPush } from "./send-push.ts";

const { db } = await testDatabase();
const service = await aPushService();
const keys = pushKeys(testSecret);
const BEGINNING = Date.parse("2030-06-01T10:00:00Z");
const HOUR = 3_600_000;
const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });

/** A published event on a clock of its own, with a guest for each standing; jobs run when the test says so, or when they are due. */
async function aScene(standings: Standing[], { capacity = null as number | null } = {}) {
  let clock = BEGINNING;
  const now = () => new Date(clock);
  let queued: Job[] = [];
  const enqueue = async (_run: unknown, jobs: Job[]) =>
    void queued.push(...jobs.filter(({ name }) => name !== "sendMail" && name !== "listTimed"));
  const changeEvent = createEventWriter({ store: createPostgresStore(db, [enqueueCausedJobs(enqueue)]), now, hint: () => {} });
  const fields = { starts: "2030-06-18T19:00", zone: "Europe/Lisbon", capacity };
  const gathering = await aGathering({ ...createWorld(db, now), changeEvent }, { fields });
  const { id } = gathering;
  const host = asUser(gathering.host);
  // Without addresses: email is not what reaches them.
  const guests = guestsToInvite(standings.length).map((guest, at) => ({ ...guest, email: null as never, name: `Guest ${at}` }));
  await changeEvent(id, inviteGuests, inviting(guests, false), host);
  for (const [at, standing] of standings.entries())
    if (standing !== "none")
      await changeEvent(
        id,
        answerForGuest,
        { ...answering(standing === "waiting" ? "going" : standing), guestId: guests[at]!.guestId },
        host,
      );

  const client = createPushClient({ keys, contact: testUrl, now, reach: "ownMachine" });
  afterFile(() => client.close());
  const mailing = { publicUrl: testUrl, calendarHost: "turnout.test", mailAddress: "turnout@turnout.test", inboundAddress: null };
  const transport = { send: async () => {}, close: () => {} };
  const deps = {
    ...mailing,
    db,
    enqueue,
    queueMail: createOutbox(enqueue),
    changeEvent,
    transport,
    secret: testSecret,
    now,
    mailAllowance: null,
  };
  const load = createPushLoader({ db, now, reads: createReads(db, testSecret), serverKey: client.publicKey });
  const sendPush = createSendPush({ db, enqueue, client, now, load, report: () => {}, count: () => {} });
  const channels = [pushChannel({ enqueue, now })];
  const handlers = { ...notificationJobs(deps), sendPush, notify: (job: Notify) => notify({ db, channels, tell: () => {} }, [job]) };

  /** A browser that this guest's link was opened in. */
  async function browserOf(at: number, { hidesDetails = false, locale = "en" } = {}): Promise<TestBrowser & { owner: PushOwner }> {
    const visitId = randomUUID();
    await grantGuest(db, visitId, { eventId: id, guestId: guests[at]!.guestId, accessVersion: 1 });
    return subscribed({ user: null, visitId }, { hidesDetails, locale });
  }

  /** Runs what is due, and what is once channels have waited. */
  async function run(only: (job: Job) => boolean = () => true) {
    await runDue(only);
    clock += LIVE_GRACE;
    await runDue(only);
  }
  async function runDue(only: (job: Job) => boolean = () => true) {
    for (let job = take(only); job; job = take(only))
      await handlers[job.name as "tellGuests"](job.payload as never, { willBeRetried: false });
  }
  function take(only: (job: Job) => boolean): Job | undefined {
    const found = queued.find((job) => (!job.startAfter || job.startAfter.getTime() <= clock) && only(job));
    queued = queued.filter((job) => job !== found);
    return found;
  }
  return {
    id,
    host,
    hostId: gathering.host.id,
    guests,
    changeEvent,
    browserOf,
    run,
    runDue,
    queued: () => queued,
    again: (job: Job) => void queued.push(job),
    pass: (ms: number) => void (clock += ms),
    at: (time: string) => void (clock = Date.parse(time)),
    change: (given: object) => changeEvent(id, edit, { commandId: randomUUID(), fields: given }, host),
    cancel: () => changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, host),
    announce: async (given: object = {}) => {
      const input = {
        commandId: randomUUID(),
        subject: "Bring a blanket",
        text: "It gets cold.",
        to: ["going"] as Standing[],
        at: null,
        ...given,
      };
      return (await changeEvent(id, sendBulletin, input, host)).result;
    },
  };
}

async function subscribed(owner: PushOwner, { hidesDetails = false, locale = "en" } = {}) {
  const browser = service.browser(randomUUID());
  const { endpoint, p256dh, auth } = browser;
  await keepSubscription(db, owner, { endpoint, p256dh, auth, serverKey: keys.publicKey, userAgent: "", locale, hidesDetails }, null);
  return { ...browser, owner };
}

const messagesTo = (browser: TestBrowser): PushMessage[] =>
  service.received.filter(({ path }) => browser.endpoint.endsWith(path)).map(({ body }) => JSON.parse(browser.read(body)) as PushMessage);
const saidTo = (browser: TestBrowser) => messagesTo(browser).map(({ title, body }) => `${title}: ${body}`);

describe("what guests are notified of, in their language", () => {
  test("a new time, except of whoever declined", async () => {
    const scene = await aScene(["going", "maybe", "none", "declined"]);
    const browsers = await Promise.all(scene.guests.map((_guest, at) => scene.browserOf(at, { locale: at === 1 ? "de" : "en" })));
    await scene.change({ starts: "2030-06-18T20:30" });
    await scene.run();
    const english = "Picnic: New time: 20:30 (was 19:00)";
    expect(browsers.map(saidTo)).toEqual([[english], ["Picnic: Neue Uhrzeit: 20:30 Uhr (bisher 19:00 Uhr)"], [english], []]);
    expect(messagesTo(browsers[0]!)[0]).toMatchObject({ path: `/e/${scene.id}`, tag: `${scene.id} changed`, locale: "en" });
  });

  test("that it is cancelled", async () => {
    const scene = await aScene(["going"]);
    const browser = await scene.browserOf(0);
    await scene.cancel();
    await scene.run();
    expect(saidTo(browser)).toEqual(["Picnic: Ada has cancelled Picnic."]);
  });

  test("a seat from the waitlist, and nobody else of it", async () => {
    const scene = await aScene(["going", "waiting"], { capacity: 1 });
    const browsers = [await scene.browserOf(0), await scene.browserOf(1)];
    await scene.changeEvent(scene.id, answerForGuest, { ...answering("declined"), guestId: scene.guests[0]!.guestId }, scene.host);
    await scene.run();
    expect(browsers.map(saidTo)).toEqual([[], ["Picnic: A seat just opened up: you’re going."]]);
  });

  test("what hosts write to all who come, as often as they do", async () => {
    const scene = await aScene(["going", "maybe"]);
    const browsers = [await scene.browserOf(0), await scene.browserOf(1)];
    for (const subject of ["Bring a blanket", "And a spoon"]) {
      await scene.announce({ subject });
      scene.pass(HOUR);
      await scene.run();
    }
    expect(browsers.map(saidTo)).toEqual([["Picnic: Ada: Bring a blanket", "Picnic: Ada: And a spoon"], []]);
    expect(new Set(messagesTo(browsers[0]!).map(({ tag }) => tag)).size).toBe(2);
  });

  test("a day and two hours before, whoever comes or waits", async () => {
    const scene = await aScene(["going", "waiting", "maybe"], { capacity: 1 });
    const browsers = await Promise.all([0, 1, 2].map((at) => scene.browserOf(at)));
    scene.at("2030-06-17T18:00:30Z");
    await scene.run();
    expect(browsers.map(saidTo)).toEqual([
      ["Picnic: Tomorrow at 19:00"],
      ["Picnic: Tomorrow at 19:00. You’re still on the waitlist, #1."],
      [],
    ]);
    scene.at("2030-06-18T16:00:30Z");
    await scene.run();
    expect(saidTo(browsers[0]!)).toEqual(["Picnic: Tomorrow at 19:00", "Picnic: Today at 19:00"]);
  });
});

async function signedIn(userId: string) {
  const sessionId = randomUUID();
  await sql`insert into sessions (id, user_id, token, expires_at) values (${sessionId}, ${userId}, ${sessionId}, now() + interval '1 day')`.execute(
    db,
  );
  return { id: userId, sessionId };
}

async function claimedBy(guestId: string) {
  const userId = randomUUID();
  await sql`insert into users (id, name, email) values (${userId}, 'Grace', ${`${userId}@example.org`})`.execute(db);
  await sql`update guests set user_id = ${userId} where id = ${guestId}`.execute(db);
  return signedIn(userId);
}

test("a guest with an account hears of it on all browsers of the account", async () => {
  const scene = await aScene(["going"]);
  const user = await claimedBy(scene.guests[0]!.guestId);
  const browsers = [await subscribed({ user, visitId: null }), await subscribed({ user, visitId: null })];
  await scene.change({ starts: "2030-06-18T20:30" });
  await scene.run();
  expect(browsers.map(saidTo)).toEqual(browsers.map(() => ["Picnic: New time: 20:30 (was 19:00)"]));
});

test("a browser that hides details shows that there is something new, and nothing of what", async () => {
  const scene = await aScene(["going"]);
  const browsers = [await scene.browserOf(0, { hidesDetails: true }), await scene.browserOf(0, { hidesDetails: true, locale: "de" })];
  await scene.announce();
  scene.pass(HOUR);
  await scene.run();
  expect(browsers.map(saidTo)).toEqual([["Turnout: There is something new."], ["Turnout: Es gibt etwas Neues."]]);
  expect(JSON.stringify(browsers.flatMap(messagesTo))).not.toMatch(/Picnic|blanket|Ada/);
});

describe("what was read in the app is not sent", () => {
  const readWithin = async (wait: number) => {
    const scene = await aScene(["going"]);
    const user = await claimedBy(scene.guests[0]!.guestId);
    const browser = await subscribed({ user, visitId: null });
    await scene.change({ starts: "2030-06-18T20:30" });
    await scene.runDue();
    scene.pass(wait);
    await scene.runDue();
    const before = saidTo(browser).length;
    expect(await markRead(db, user.id, { eventId: scene.id }, new Date())).toBe(true);
    await scene.run();
    return [before, saidTo(browser).length];
  };
  test("when it was read before channels have waited long enough", async () => {
    expect(await readWithin(LIVE_GRACE - 1)).toEqual([0, 0]);
  });
  test("control: what is read later was sent, and once", async () => {
    expect(await readWithin(LIVE_GRACE)).toEqual([1, 1]);
  });
});

describe("what somebody does not want", () => {
  const chosen = async (choices: { byAccount?: boolean; atEvent?: boolean; asGuest?: boolean }) => {
    const scene = await aScene(["going"]);
    const { guestId } = scene.guests[0]!;
    const user = await claimedBy(guestId);
    const browser = await subscribed({ user, visitId: null });
    const about = { kind: "changed", channel: "push" } as const;
    const account = { userId: user.id, eventId: null, role: "account" } as const;
    const { id: eventId } = scene;
    if (choices.byAccount !== undefined) await choose(db, account, { ...about, isOn: choices.byAccount });
    if (choices.atEvent !== undefined) await choose(db, { ...account, eventId, role: "guest" }, { ...about, isOn: choices.atEvent });
    if (choices.asGuest !== undefined)
      await choose(db, { role: "guest", userId: null, guestId, eventId }, { ...about, isOn: choices.asGuest });
    await scene.change({ starts: "2030-06-18T20:30" });
    await scene.run();
    return saidTo(browser).length;
  };

  test.each([
    ["nothing is chosen: it is sent", {}, 1],
    ["not wanted at all events", { byAccount: false }, 0],
    ["wanted at this event all the same", { byAccount: false, atEvent: true }, 1],
    ["not wanted at this event", { byAccount: true, atEvent: false }, 0],
    ["not wanted by the link that the guest came by before", { asGuest: false }, 0],
    ["chosen by the link, and otherwise by the account for the event", { asGuest: false, atEvent: true }, 1],
    ["chosen by the link for the event, before what the account wants at all", { asGuest: true, byAccount: false }, 1],
  ])("%s", async (_what, choices, sent) => {
    expect(await chosen(choices)).toBe(sent);
  });

  test("control: of another kind there is a push", async () => {
    const scene = await aScene(["going"]);
    const { guestId } = scene.guests[0]!;
    const browser = await scene.browserOf(0);
    await choose(db, { role: "guest", userId: null, guestId, eventId: scene.id }, { kind: "changed", channel: "push", isOn: false });
    await scene.change({ starts: "2030-06-18T20:30" });
    await scene.cancel();
    await scene.run();
    expect(saidTo(browser)).toEqual(["Picnic: Ada has cancelled Picnic."]);
  });

  test("a host who wants each answer gets each", async () => {
    const scene = await aScene(["none"]);
    const browser = await subscribed({ user: await signedIn(scene.hostId), visitId: null });
    await choose(db, { role: "account", userId: scene.hostId, eventId: null }, { kind: "answered", channel: "push", isOn: true });
    const { guestId, name } = scene.guests[0]!;
    await scene.changeEvent(scene.id, answerInvitation, answering("maybe"), asGuest({ id: guestId, name }));
    await scene.run();
    expect(saidTo(browser)).toEqual(["Picnic: Guest 0 may come."]);
  });
});

describe("in quiet hours", () => {
  const quietScene = async (at: string, moved = "2030-06-19T21:00") => {
    const scene = await aScene(["going"]);
    const user = await claimedBy(scene.guests[0]!.guestId);
    const browser = await subscribed({ user, visitId: null });
    const quiet = { db, enqueue: async () => {}, now: () => new Date() };
    await setQuietHours(quiet, user.id, { begins: "22:00", ends: "07:00", zone: "Europe/Lisbon" });
    scene.at(at);
    await scene.change({ starts: moved });
    await scene.run();
    return { ...scene, browser };
  };

  test("a message waits for their end, and comes once; control: outside of them it comes at once", async () => {
    const scene = await quietScene("2030-06-10T22:30:00Z");
    expect(saidTo(scene.browser)).toEqual([]);
    scene.at("2030-06-11T05:59:00Z");
    await scene.run();
    expect(saidTo(scene.browser)).toEqual([]);
    scene.at("2030-06-11T06:00:00Z");
    await scene.run();
    expect(saidTo(scene.browser)).toHaveLength(1);
    expect(saidTo((await quietScene("2030-06-10T12:00:00Z")).browser)).toHaveLength(1);
  });

  test("what would come too late afterwards comes at once", async () => {
    const { browser } = await quietScene("2030-06-18T22:30:00Z", "2030-06-19T02:00");
    expect(saidTo(browser)).toHaveLength(1);
  });
});

describe("what hosts are notified of", () => {
  async function hostScene(standings: Standing[], options = {}) {
    const scene = await aScene(standings, options);
    return { ...scene, browser: await subscribed({ user: await signedIn(scene.hostId), visitId: null }) };
  }

  test("a seat from the waitlist, which leads to the guest list; and of an answer nothing but what is in the app", async () => {
    const scene = await hostScene(["going", "waiting"], { capacity: 1 });
    const { guestId, name } = scene.guests[0]!;
    await scene.changeEvent(scene.id, answerInvitation, answering("declined"), asGuest({ id: guestId, name }));
    await scene.run();
    expect(saidTo(scene.browser)).toEqual(["Picnic: Guest 1 got a seat from the waitlist."]);
    expect(messagesTo(scene.browser)[0]).toMatchObject({ path: `/e/${scene.id}/guests` });
    expect((await notificationsOf(db, scene.hostId)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(["answered", "seatGiven"]));
  });

  test("an invitation that does not arrive; nothing of it once they host no more", async () => {
    const scene = await hostScene(["going", "going"]);
    await sql`update guests set delivery = 'queued' where event_id = ${scene.id}`.execute(db);
    const fail = (at: number) =>
      scene.changeEvent(
        scene.id,
        recordDeliveries,
        { commandId: randomUUID(), deliveries: [{ guestId: scene.guests[at]!.guestId, delivery: "failed" as const }] },
        systemCaller,
      );
    await fail(0);
    await scene.run();
    expect(saidTo(scene.browser)).toEqual(["Picnic: An email to Guest 0 did not arrive."]);
    await fail(1);
    await scene.runDue();
    await sql`delete from hosts where event_id = ${scene.id}`.execute(db);
    await scene.run();
    expect(saidTo(scene.browser)).toHaveLength(1);
  });
});

describe("what is said in the conversation", () => {
  test("an announcement to guests, in the words of its host, and nothing of one that was deleted in time", async () => {
    const scene = await aScene(["going", "declined"]);
    await scene.change({ chat: "readOnly" });
    await scene.run();
    const browsers = [await scene.browserOf(0), await scene.browserOf(1)];
    const said = { commandId: randomUUID(), text: "Bring a coat", replyTo: null };
    const regretted = { ...said, commandId: randomUUID(), text: "Never mind" };
    for (const message of [said, regretted]) await scene.changeEvent(scene.id, postMessage, message, scene.host);
    await scene.runDue();
    await scene.changeEvent(scene.id, deleteMessage, { commandId: randomUUID(), messageId: regretted.commandId }, scene.host);
    await scene.run();
    expect(browsers.map(saidTo)).toEqual([["Picnic: Ada: Bring a coat"], []]);
  });
});

describe("nobody gets anything twice", () => {
  test("when a job runs again after a crash; control: another change is another message", async () => {
    const scene = await aScene(["going"]);
    const browser = await scene.browserOf(0);
    await scene.change({ starts: "2030-06-18T20:30" });
    const caused = scene.queued().filter(({ name }) => name === "tellGuests" || name === "notify");
    expect(caused).toHaveLength(2);
    await scene.run();
    for (const job of caused) scene.again(job);
    await scene.run();
    expect(saidTo(browser)).toHaveLength(1);
    await scene.change({ starts: "2030-06-18T21:30" });
    await scene.run();
    expect(saidTo(browser)).toHaveLength(2);
  });

  test("of two changes that follow each other, whoever was told of neither hears of the last alone", async () => {
    const scene = await aScene(["going"]);
    const browser = await scene.browserOf(0);
    await scene.change({ starts: "2030-06-18T20:30" });
    await scene.change({ starts: "2030-06-18T21:30" });
    await scene.run();
    expect(saidTo(browser)).toEqual(["Picnic: New time: 21:30 (was 20:30)"]);
  });

  test("a browser that is an account's and a visit's", async () => {
    const scene = await aScene(["going", "going"]);
    const [userId, sessionId, visitId] = [randomUUID(), randomUUID(), randomUUID()];
    await sql`insert into users (id, name, email) values (${userId}, 'Grace', ${`${userId}@example.org`})`.execute(db);
    await sql`insert into sessions (id, user_id, token, expires_at) values (${sessionId}, ${userId}, ${sessionId}, now() + interval '1 day')`.execute(
      db,
    );
    await sql`update guests set user_id = ${userId} where id = ${scene.guests[0]!.guestId}`.execute(db);
    await grantGuest(db, visitId, { eventId: scene.id, guestId: scene.guests[1]!.guestId, accessVersion: 1 });
    const browser = await subscribed({ user: { id: userId, sessionId }, visitId });
    await scene.change({ starts: "2030-06-18T20:30" });
    await scene.run();
    expect(saidTo(browser)).toHaveLength(1);
  });
});

describe("what is not true any more when it would be sent is not sent", () => {
  const queuedThen = async (standings: Standing[], cause: (scene: Scene) => Promise<unknown>, then: (scene: Scene) => Promise<unknown>) => {
    const scene = await aScene(standings, { capacity: 1 });
    const browser = await scene.browserOf(standings.length - 1);
    await cause(scene);
    await scene.run(({ name }) => name !== "sendPush");
    expect(scene.queued().filter(({ name }) => name === "sendPush")).toHaveLength(1); // control
    await then(scene);
    await scene.run();
    return saidTo(browser);
  };
  type Scene = Awaited<ReturnType<typeof aScene>>;
  const moved = (scene: Scene) => scene.change({ starts: "2030-06-18T20:30" });
  const guestId = ({ guests }: Scene) => guests.at(-1)!.guestId;

  test.each<[string, (scene: Scene) => Promise<unknown>]>([
    [
      "the guest was removed",
      (scene) => scene.changeEvent(scene.id, removeGuest, { commandId: randomUUID(), guestId: guestId(scene) }, scene.host),
    ],
    [
      "the guest's links were revoked",
      (scene) => scene.changeEvent(scene.id, revokeInvitation, { commandId: randomUUID(), guestId: guestId(scene) }, scene.host),
    ],
    [
      "the visit has ended",
      async (scene) =>
        sql`delete from visits where id in (select visit_id from visit_grants where guest_id = ${guestId(scene)})`.execute(db),
    ],
    [
      "the host who made the guest's link hosts no more",
      async (scene) => sql`update visit_grants set made_by = ${randomUUID()} where guest_id = ${guestId(scene)}`.execute(db),
    ],
    [
      "somebody else's account has the browser now",
      async (scene) => {
        const [userId, sessionId] = [randomUUID(), randomUUID()];
        await sql`insert into users (id, name, email) values (${userId}, 'Eve', ${`${userId}@example.org`})`.execute(db);
        await sql`insert into sessions (id, user_id, token, expires_at) values (${sessionId}, ${userId}, ${sessionId}, now() + interval '1 day')`.execute(
          db,
        );
        await sql`update push_subscriptions set user_id = ${userId}, session_id = ${sessionId}, visit_id = null
          where visit_id in (select visit_id from visit_grants where guest_id = ${guestId(scene)})`.execute(db);
      },
    ],
    ["the event was deleted", async (scene) => sql`delete from events where id = ${scene.id}`.execute(db).catch(() => scene.cancel())],
    ["it begins already", async (scene) => scene.at("2030-06-18T19:31:00Z")],
  ])("a change: %s", async (_what, then) => {
    expect(await queuedThen(["going"], moved, then)).toEqual([]);
  });

  test("a change that was cancelled meanwhile is told as that alone", async () => {
    expect(await queuedThen(["going"], moved, (scene) => scene.cancel())).toEqual(["Picnic: Ada has cancelled Picnic."]);
  });

  test("a seat that its guest has given up again", async () => {
    const giveUp = (at: number) => (scene: Scene) =>
      scene.changeEvent(scene.id, answerForGuest, { ...answering("declined"), guestId: scene.guests[at]!.guestId }, scene.host);
    expect(await queuedThen(["going", "waiting"], giveUp(0), giveUp(1))).toEqual([]);
  });

  test("a message that hosts have taken back in time goes nowhere", async () => {
    const scene = await aScene(["going"]);
    const browser = await scene.browserOf(0);
    const { bulletinId } = await scene.announce();
    await scene.changeEvent(scene.id, withdrawBulletin, { commandId: randomUUID(), bulletinId }, scene.host);
    scene.pass(HOUR);
    await scene.run();
    expect(saidTo(browser)).toEqual([]);
  });
});

test("a guest who was removed takes their browser off the list minutes later, unless they are back, or a guest of another event", async () => {
  const [scene, other] = [await aScene(["going", "going", "going"]), await aScene(["going"])];
  const browsers = await Promise.all([0, 1, 2].map((at) => scene.browserOf(at)));
  await grantGuest(db, browsers[2]!.owner.visitId!, { eventId: other.id, guestId: other.guests[0]!.guestId, accessVersion: 1 });
  for (const { guestId } of scene.guests) await scene.changeEvent(scene.id, removeGuest, { commandId: randomUUID(), guestId }, scene.host);
  await scene.changeEvent(
    scene.id,
    readmitGuest,
    { commandId: randomUUID(), guestId: scene.guests[1]!.guestId, email: null, userId: null },
    scene.host,
  );
  scene.pass(6 * 60_000);
  await scene.run();
  const ids = browsers.map(({ endpoint }) => subscriptionId(endpoint));
  const kept = await sql<{ id: string }>`select id from push_subscriptions where id = any(${ids}::uuid[])`.execute(db);
  expect(kept.rows.map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
});

test("subscriptions of another server's key are left alone", async () => {
  const scene = await aScene(["going"]);
  const browser = await scene.browserOf(0);
  await sql`update push_subscriptions set server_key = 'another' where id = ${subscriptionId(browser.endpoint)}`.execute(db);
  await scene.change({ starts: "2030-06-18T20:30" });
  await scene.run();
  expect(saidTo(browser)).toEqual([]);
});
