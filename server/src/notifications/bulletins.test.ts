import { randomUUID } from "node:crypto";
import {
  BULLETIN_LATE_MINUTES,
  BULLETINS_A_DAY,
  BulletinPart,
  MAX_BULLETIN_GUESTS,
  MAX_NUDGES,
  NUDGE_DAYS,
  UNDO_SECONDS,
} from "@turnout/contract/bulletins";
import { Standing } from "@turnout/contract/guests";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent } from "../events/commands.ts";
import { editQuestions } from "../events/questions.ts";
import { answerForGuest, recordArrival } from "../guests/commands.ts";
import { confirmComing } from "../guests/confirming.ts";
import { tagGuests } from "../guests/tag-guests.ts";
import { nudgeGuests, sendBulletin, withdrawBulletin } from "../invitations/bulletins.ts";
import { inviteGuests, reportDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { Job } from "../jobs/jobs.ts";
import { createEventWriter } from "../log/change-event.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { createOutbox } from "../mail/outbox.ts";
import { addressHash, eventScope, suppress } from "../mail/suppression.ts";
import { mailOfReturnPath } from "../mail/inbound/return-path.ts";
import { Undeliverable, type FinishedMail } from "../mail/transport.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { isFor, isWithoutEmail, peopleBy } from "./bulletin-audience.ts";
import { bulletinJobsFor, bulletinRecipients } from "./bulletin-jobs.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import { notificationJobs } from "./jobs.ts";
import { guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";
import { createTakeReport } from "./take-report.ts";

const { db } = await testDatabase();
const DAY = 86_400_000;
const BEGINNING = Date.parse("2030-06-01T10:00:00Z");

/** A published event with these guests, on a clock of its own; jobs run when they are due. */
async function aScene(standings: Standing[], inboundAddress: string | null = null) {
  let clock = BEGINNING;
  const now = () => new Date(clock);
  let waiting: Job[] = [];
  const sent: FinishedMail[] = [];
  const enqueue = async (_run: unknown, jobs: Job[]) =>
    void waiting.push(...jobs.filter(({ name }) => name.startsWith("tellBulletin") || name === "sendMail"));
  const changeEvent = createEventWriter({ store: createPostgresStore(db, [enqueueCausedJobs(enqueue)]), now, hint: () => {} });
  const gathering: Gathering = await aGathering({ ...createWorld(db, now), changeEvent }, { fields: { starts: "2030-06-18T19:00" } });
  const { id } = gathering;
  const host = asUser(gathering.host);
  const guests = guestsToInvite(standings.length).map((guest, at) => ({
    ...guest,
    email: `${guest.guestId}@example.org`,
    name: `Guest ${at}`,
  }));
  await changeEvent(id, inviteGuests, inviting(guests, true), host);
  await sql`update guests set delivery = 'sent' where event_id = ${id}`.execute(db);
  const answer = (at: number, standing: "going" | "maybe" | "declined") =>
    changeEvent(id, answerForGuest, { ...answering(standing), guestId: guests[at]!.guestId }, host);
  for (const [at, standing] of standings.entries()) if (standing !== "none" && standing !== "waiting") await answer(at, standing);

  const deps = {
    db,
    enqueue,
    queueMail: createOutbox(enqueue),
    changeEvent,
    transport: {
      async send(mail: FinishedMail) {
        if (mail.to.startsWith(unreachable)) throw new Undeliverable("no such mailbox");
        sent.push(mail);
      },
      close: () => {},
    },
    publicUrl: testUrl,
    calendarHost: "turnout.test",
    mailAddress: "turnout@turnout.test",
    inboundAddress,
    secret: testSecret,
    now,
    mailAllowance: null,
  };
  let unreachable = "nobody";
  const handlers = notificationJobs(deps);
  const bulletin = (more: object = {}) => ({
    commandId: randomUUID(),
    subject: "Bring a blanket",
    text: "It gets cold at night.",
    to: ["going"] as Standing[],
    at: null,
    ...more,
  });
  return {
    id,
    host,
    guests,
    sent,
    changeEvent,
    handlers,
    bulletin,
    answer,
    send: (more: object = {}) => changeEvent(id, sendBulletin, bulletin(more), host),
    nudge: () => changeEvent(id, nudgeGuests, { commandId: randomUUID() }, host),
    withdraw: (bulletinId: string) => changeEvent(id, withdrawBulletin, { commandId: randomUUID(), bulletinId }, host),
    loseAddress: (at: number) => void (unreachable = guests[at]!.guestId),
    unsubscribe: (at: number) => suppress(db, { hash: addressHash(testSecret, guests[at]!.email), scope: eventScope(id) }),
    /** Time passes, and workers do what is due; `queueOnly` leaves the emails in the outbox. */
    async pass(seconds: number, { queueOnly = false } = {}) {
      clock += seconds * 1_000;
      const isDue = ({ name, startAfter }: Job) => (!startAfter || startAfter.getTime() <= clock) && !(queueOnly && name === "sendMail");
      for (let due = waiting.filter(isDue); due.length > 0; due = waiting.filter(isDue)) {
        waiting = waiting.filter((job) => !due.includes(job));
        for (const { name, payload } of due) await handlers[name as "sendMail"](payload as never, { willBeRetried: false });
      }
      return sent.map(({ to }) => to);
    },
    to: (...at: number[]) => at.map((one) => guests[one]!.email).toSorted(),
    async counts(bulletinId: string) {
      const found = await sql<{ recipients: number; sent: number; failed: number; skipped: number }>`
        select recipients, sent, failed, skipped from bulletins where id = ${bulletinId}`.execute(db);
      return found.rows[0];
    },
  };
}

test("an email goes to whoever it is for, in the host's words, and is counted", async () => {
  const scene = await aScene(["going", "maybe", "declined", "none", "going"]);
  const { result } = await scene.send();
  expect((await scene.pass(UNDO_SECONDS)).toSorted()).toEqual(scene.to(0, 4));
  expect(await scene.counts(result.bulletinId)).toEqual({ recipients: 2, sent: 2, failed: 0, skipped: 0 });
  const [mail] = scene.sent;
  expect(mail).toMatchObject({ subject: "Bring a blanket", from: "Ada", calendar: null });
  expect(mail!.text).toContain("> It gets cold at night.");
  expect(mail!.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
});

test.each<[Standing[], number[]]>([
  [["maybe"], [1]],
  [
    ["none", "declined"],
    [2, 3],
  ],
  [
    ["going", "maybe", "waiting", "none", "declined"],
    [0, 1, 2, 3],
  ],
])("one for %s reaches nobody else", async (to, whom) => {
  const scene = await aScene(["going", "maybe", "declined", "none"]);
  await scene.send({ to });
  expect((await scene.pass(UNDO_SECONDS)).toSorted()).toEqual(scene.to(...whom));
});

test("nothing goes out while it can be taken back, and nothing after that", async () => {
  const scene = await aScene(["going"]);
  const { result } = await scene.send();
  expect(await scene.pass(UNDO_SECONDS - 1)).toEqual([]);
  await scene.withdraw(result.bulletinId);
  expect(await scene.pass(DAY)).toEqual([]);
  await expect(scene.withdraw(randomUUID())).rejects.toThrow("bulletin_not_found");
});

test("what has begun to go out cannot be taken back", async () => {
  const scene = await aScene(["going"]);
  const { result } = await scene.send();
  await scene.pass(UNDO_SECONDS, { queueOnly: true });
  await expect(scene.withdraw(result.bulletinId)).rejects.toThrow("bulletin_sent");
  expect(await scene.pass(1)).toHaveLength(1);
});

test("it is scheduled on the event's clock", async () => {
  const scene = await aScene(["going"]);
  const { result } = await scene.send({ at: "2030-06-02T09:00" });
  expect(result.due).toBe("2030-06-02T08:00:00.000Z"); // in Lisbon's summer
  expect(await scene.pass(DAY)).toHaveLength(1);
});

test(`a time that passed up to ${BULLETIN_LATE_MINUTES} minutes ago is now, and an earlier one is refused`, async () => {
  const scene = await aScene(["going"]);
  const inLisbon = (minutesAgo: number) => new Date(BEGINNING + 3_600_000 - minutesAgo * 60_000).toISOString().slice(0, 16);
  await expect(scene.send({ at: "2029-01-01T09:00" })).rejects.toThrow("bulletin_time_passed");
  await expect(scene.send({ at: inLisbon(BULLETIN_LATE_MINUTES + 1) })).rejects.toThrow("bulletin_time_passed");
  expect(await scene.pass(DAY)).toEqual([]);
  const again = await aScene(["going"]);
  const { result } = await again.send({ at: inLisbon(BULLETIN_LATE_MINUTES) });
  expect(result.due).toBe(new Date(BEGINNING + UNDO_SECONDS * 1_000).toISOString());
  expect(await again.pass(UNDO_SECONDS)).toEqual(again.to(0));
});

test("a job that runs again, on another worker too, sends nothing twice", async () => {
  const scene = await aScene(["going", "going"]);
  const { result } = await scene.send();
  await scene.pass(UNDO_SECONDS, { queueOnly: true });
  const again = () => scene.handlers.tellBulletin({ eventId: scene.id, bulletinId: result.bulletinId } as never, { willBeRetried: true });
  await Promise.all([again(), again()]);
  await sql`update bulletins set ended_at = null where id = ${result.bulletinId}`.execute(db); // it died before its end
  await Promise.all([again(), again()]);
  expect(await scene.pass(1)).toHaveLength(2);
  expect(await scene.counts(result.bulletinId)).toMatchObject({ recipients: 2, sent: 2 });
});

test("the same command again is the same email", async () => {
  const scene = await aScene(["going"]);
  const input = scene.bulletin();
  const first = await scene.changeEvent(scene.id, sendBulletin, input, scene.host);
  const second = await scene.changeEvent(scene.id, sendBulletin, input, scene.host);
  expect(second).toEqual(first);
  expect(await scene.pass(UNDO_SECONDS)).toHaveLength(1);
});

test("whoever unsubscribed, or has changed their answer meanwhile, is left out and counted; an address that fails, too", async () => {
  const scene = await aScene(["going", "going", "going", "going"]);
  await scene.unsubscribe(0);
  scene.loseAddress(1);
  const { result } = await scene.send();
  await scene.pass(UNDO_SECONDS, { queueOnly: true });
  await scene.answer(2, "declined");
  expect(await scene.pass(1)).toEqual(scene.to(3));
  expect(await scene.counts(result.bulletinId)).toEqual({ recipients: 4, sent: 1, failed: 1, skipped: 2 });
});

test("nothing goes out about an event that was cancelled meanwhile", async () => {
  const scene = await aScene(["going"]);
  await scene.send({ at: "2030-06-03T09:00" });
  await scene.changeEvent(scene.id, cancelEvent, { commandId: randomUUID(), note: "" }, scene.host);
  expect(await scene.pass(7 * 86_400)).toEqual([]);
  await expect(scene.send()).rejects.toThrow("event_cancelled");
});

test("nothing goes out in the name of somebody who does not host any more", async () => {
  const scene = await aScene(["going"]);
  await scene.send({ at: "2030-06-03T09:00" });
  await sql`delete from hosts where event_id = ${scene.id}`.execute(db);
  expect(await scene.pass(7 * 86_400)).toEqual([]);
});

test("guests are thanked after the event", async () => {
  const scene = await aScene(["going"]);
  await scene.send({ at: "2030-06-19T12:00", subject: "Thank you" });
  expect(await scene.pass(20 * 86_400)).toHaveLength(1);
});

test(`hosts write ${BULLETINS_A_DAY} emails a day, and what was taken back does not count`, async () => {
  const scene = await aScene(["going"]);
  const { result } = await scene.send();
  await scene.withdraw(result.bulletinId);
  for (let count = 0; count < BULLETINS_A_DAY; count++) await scene.send();
  await expect(scene.send()).rejects.toThrow("too_many_bulletins");
  await scene.pass(86_400);
  await scene.send();
});

test("guests do not write to guests", async () => {
  const scene = await aScene(["going"]);
  const guest = asGuest({ id: scene.guests[0]!.guestId, name: "" });
  await expect(scene.changeEvent(scene.id, sendBulletin, scene.bulletin(), guest)).rejects.toThrow("event_not_found");
  await expect(scene.changeEvent(scene.id, nudgeGuests, { commandId: randomUUID() }, guest)).rejects.toThrow("event_not_found");
});

test(`whoever has not answered is asked again, ${MAX_NUDGES} times and ${NUDGE_DAYS} days apart, and not who was invited a moment ago`, async () => {
  const scene = await aScene(["none", "going", "none"]);
  await scene.nudge();
  expect(await scene.pass(UNDO_SECONDS), "invited a moment ago").toEqual([]);
  await expect(scene.nudge()).rejects.toThrow("nudged_lately");
  for (let asked = 1; asked < MAX_NUDGES; asked++) {
    await scene.pass(NUDGE_DAYS * 86_400);
    await scene.nudge();
    expect(await scene.pass(UNDO_SECONDS)).toHaveLength(2 * asked);
  }
  expect(scene.sent[0]).toMatchObject({ subject: "Can you make it? Picnic" });
  expect(scene.sent[0]!.text).toContain("?answer=going");
  await scene.pass(NUDGE_DAYS * 86_400);
  await expect(scene.nudge()).rejects.toThrow("too_many_nudges");
});

test("guests who were put on the list without an email get none now either", async () => {
  const scene = await aScene(["none"]);
  await sql`update guests set delivery = 'notSent' where event_id = ${scene.id}`.execute(db);
  await scene.send({ to: ["none"] });
  expect(await scene.pass(UNDO_SECONDS)).toEqual([]);
});

type Scene = Awaited<ReturnType<typeof aScene>>;

const meal = { id: "0000000a", kind: "oneOf" as const, text: "Meal", required: false, perPerson: true, asksMaybe: false };
const sides = { ...meal, id: "0000000b", kind: "someOf" as const, text: "Sides", perPerson: false };
const bus = { ...sides, id: "0000000c", kind: "yesNo" as const, text: "Bus?", options: [] };
const options = ["00000001", "00000002"].map((id) => ({ id, text: id }));

/** The first guest has come, has a tag, and answered; the second answered otherwise. */
async function aSceneOfParts(): Promise<Scene> {
  const scene = await aScene(["going", "going", "going", "maybe"]);
  const { id, host, guests, changeEvent } = scene;
  const asked = [{ ...meal, options }, { ...sides, options }, bus];
  await changeEvent(id, editQuestions, { commandId: randomUUID(), questions: asked }, host);
  const [first, second] = guests.map(({ guestId }) => guestId) as [string, string];
  const answer = (guestId: string, values: [string, boolean]) => ({
    ...answering("going", 1),
    guestId,
    questionAnswers: { [meal.id]: [null, values[0]], [sides.id]: [[values[0]]], [bus.id]: [values[1]] },
  });
  await changeEvent(id, answerForGuest, answer(first, ["00000001", true]), host);
  await changeEvent(id, answerForGuest, answer(second, ["00000002", false]), host);
  await changeEvent(id, recordArrival, { commandId: randomUUID(), guestId: first, people: 1 }, host);
  await changeEvent(id, tagGuests, { commandId: randomUUID(), guestIds: [first], tag: "Press", tagged: true }, host);
  await changeEvent(id, confirmComing, { commandId: randomUUID(), day: "2030-06-18" }, asGuest({ id: second, name: "" }));
  return scene;
}

const parts: [string, BulletinPart, number[]][] = [
  ["who have come", { arrived: true }, [0]],
  ["who have not come", { arrived: false }, [1, 2]],
  ["who came, by the door that was used", { came: true }, [0]],
  ["who confirmed that they still come", { confirmed: true }, [1]],
  ["who are going and did not", { confirmed: false }, [0, 2]],
  ["with a tag", { tag: "Press" }, [0]],
  ["with an option of one", { answer: { question: meal.id, value: "00000001" } }, [0]],
  ["with an option of some", { answer: { question: sides.id, value: "00000002" } }, [1]],
  ["who said no", { answer: { question: bus.id, value: false } }, [1]],
  ["with a tag and another answer", { tag: "Press", answer: { question: bus.id, value: false } }, []],
];

test("guests whom one is meant for and who have no address are counted beside those whom it reaches, of a part as well", async () => {
  const { id, guests } = await aSceneOfParts();
  const without = async (part: BulletinPart | null) => {
    const audience = { kind: "words", audience: Standing.options, part, day: "2030-06-18" };
    return Object.fromEntries(await peopleBy(db, isWithoutEmail(id, audience, new Date(BEGINNING))));
  };
  expect(await without(null)).toEqual({});
  const [first, second] = guests.map(({ guestId }) => guestId);
  await sql`update guests set email = null where event_id = ${id} and id in (${first}, ${second})`.execute(db);
  expect(await without(null)).toEqual({ going: 2 });
  expect(await without({ tag: "Press" })).toEqual({ going: 1 });
  await sql`update guests set removed_at = now() where event_id = ${id} and id = ${first}`.execute(db);
  expect(await without(null)).toEqual({ going: 1 });
});

test.each(parts)("one for those %s reaches nobody else, and is counted so before", async (_, part, whom) => {
  const scene = await aSceneOfParts();
  const counted = await peopleBy(db, isFor(scene.id, { kind: "words", audience: ["going"], part, day: "2030-06-18" }, new Date(BEGINNING)));
  expect(counted.get("going") ?? 0).toBe(whom.length);
  await scene.send({ part });
  expect((await scene.pass(UNDO_SECONDS)).toSorted()).toEqual(scene.to(...whom));
});

const everybody: Standing[] = ["going", "maybe", "waiting", "none", "declined"];
const arrive = ({ id, host, guests, changeEvent }: Scene, at: number) =>
  changeEvent(id, recordArrival, { commandId: randomUUID(), guestId: guests[at]!.guestId, people: 1 }, host);

test("thanks that were scheduled before go to whom the doors let in meanwhile, wherever they stand", async () => {
  const scene = await aScene(["going", "going", "maybe", "declined"]);
  await scene.send({ to: everybody, part: { came: true }, at: "2030-06-19T10:00" });
  for (const at of [1, 2]) await arrive(scene, at);
  expect((await scene.pass(20 * 86_400)).toSorted()).toEqual(scene.to(1, 2));
});

test("where the doors let nobody in, they go to those who were going", async () => {
  const scene = await aScene(["going", "going", "maybe", "declined"]);
  await scene.send({ to: everybody, part: { came: true }, at: "2030-06-19T10:00" });
  expect((await scene.pass(20 * 86_400)).toSorted()).toEqual(scene.to(0, 1));
});

test("whoever has left the part by the time their email is written is left out and counted", async () => {
  const scene = await aScene(["going", "going", "going"]);
  const { result } = await scene.send({ part: { arrived: false } });
  await scene.pass(UNDO_SECONDS, { queueOnly: true });
  await arrive(scene, 1);
  expect((await scene.pass(1)).toSorted()).toEqual(scene.to(0, 2));
  expect(await scene.counts(result.bulletinId)).toEqual({ recipients: 3, sent: 2, failed: 0, skipped: 1 });
});

test("one for a part that this version does not know goes to nobody", async () => {
  const scene = await aScene(["going"]);
  const { result } = await scene.send({ part: { arrived: false } });
  await sql`update bulletins set part = '{"shoes": "red"}' where id = ${result.bulletinId}`.execute(db);
  await expect(scene.pass(UNDO_SECONDS)).rejects.toThrow("shoes");
  expect(scene.sent).toEqual([]);
});

test("one for guests who were selected reaches those of them who stand as it says", async () => {
  const scene = await aScene(["going", "maybe", "going"]);
  const guestIds = [0, 1].map((at) => scene.guests[at]!.guestId);
  await scene.send({ part: { guestIds } });
  expect(await scene.pass(UNDO_SECONDS)).toEqual(scene.to(0));
});

test("one names at most MAX_BULLETIN_GUESTS guests", () => {
  const named = (count: number) => BulletinPart.safeParse({ guestIds: Array.from({ length: count }, () => randomUUID()) }).success;
  expect([named(0), named(MAX_BULLETIN_GUESTS), named(MAX_BULLETIN_GUESTS + 1)]).toEqual([false, true, false]);
});

test("a server of an earlier version, which would send it to everybody, gets no job of one for a part", async () => {
  const scene = await aScene(["going"]);
  const { result } = await scene.send({ part: { arrived: true } });
  const found = await sql<{ body: { isPart?: boolean } }>`
    select body from event_log where event_id = ${scene.id} and body ->> 'bulletinId' = ${result.bulletinId}`.execute(db);
  expect(bulletinJobsFor(scene.id, { body: found.rows[0]!.body as never }).map(({ name }) => name)).toEqual(["tellBulletinPart"]);
});

test("each bulletin and each nudge has a return path of its own, and a report there says whose came back", async () => {
  const inbound = { secret: testSecret, address: "rsvp@in.turnout.test" };
  const scene = await aScene(["going", "going", "none"], inbound.address);
  await scene.pass(NUDGE_DAYS * 86_400);
  const { result } = await scene.send();
  await scene.nudge();
  await scene.pass(UNDO_SECONDS);
  const ids = scene.sent.map(({ returnPath }) => mailOfReturnPath(inbound, returnPath ?? ""));
  const kinds = await Promise.all(
    ids.map(async (id) => (await sql<{ kind: string }>`select kind from mails where id = ${id}`.execute(db)).rows[0]?.kind),
  );
  expect([kinds, new Set(ids).size]).toEqual([["bulletin", "bulletin", "bulletin"], 3]);
  const at = scene.sent.findIndex(({ to }) => to === scene.guests[1]!.email);
  const takeReport = createTakeReport({ db, secret: testSecret, changeEvent: scene.changeEvent });
  expect(await takeReport({ state: "failed", reason: "mailboxFull" }, ids[at]!)).toBe("recorded");
  const { recipients } = await bulletinRecipients(db, scene.id, result.bulletinId);
  expect(recipients.map(({ name, state }) => [name, state])).toEqual([
    ["Guest 1", "returned"],
    ["Guest 0", "sent"],
  ]);
});

test("what became of each guest's email is known, also when it comes back later", async () => {
  const scene = await aScene(["going", "going", "going", "going", "going"]);
  await scene.unsubscribe(0);
  scene.loseAddress(1);
  const { result } = await scene.send();
  await scene.pass(UNDO_SECONDS, { queueOnly: true });
  await scene.answer(2, "declined");
  const states = async () => {
    const { recipients, total } = await bulletinRecipients(db, scene.id, result.bulletinId);
    return [total, recipients.map(({ name, state, why }) => [name, state, why])];
  };
  const all = (state: string) => scene.guests.map(({ name }) => [name, state, null]);
  expect(await states()).toEqual([5, all("waiting")]);
  await scene.pass(1);
  const { guestId, email } = scene.guests[3]!;
  const report = { state: "failed", reason: "mailboxFull" } as const;
  await sql`update mails set sent_at = ${new Date(BEGINNING)} where recipient = ${email}`.execute(db); // on the scene's clock
  await scene.changeEvent(scene.id, reportDelivery, { commandId: randomUUID(), guestId, email, report }, systemCaller);
  expect(await states()).toEqual([
    5,
    [
      ["Guest 3", "returned", null],
      ["Guest 1", "failed", null],
      ["Guest 0", "skipped", "unwanted"],
      ["Guest 2", "skipped", "elsewhere"],
      ["Guest 4", "sent", null],
    ],
  ]);
});
