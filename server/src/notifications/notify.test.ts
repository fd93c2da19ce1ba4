import { randomUUID } from "node:crypto";
import type { EntryBody, StoredEntry } from "@turnout/contract/log";
import { MAX_NOTIFICATIONS_LISTED, MAX_UNREAD_COUNTED, NOTIFICATIONS_KEPT_DAYS } from "@turnout/contract/notifications";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { deleteMessage, editMessage, postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { createEventWriter } from "../log/change-event.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { Job } from "../jobs/jobs.ts";
import {
  aGathering,
  aUser,
  answering,
  asGuest,
  asUser,
  createWorld,
  type Gathering,
  type GatheringOptions,
  type Member,
} from "../testing/world.ts";
import type { FreshNotification } from "./channels.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import type { Notify } from "./job-payloads.ts";
import { countUnread, forgetOldNotifications, markRead, notificationsOf, unreadAmong } from "./notification-list.ts";
import { noticesOf } from "./notices.ts";
import { createNotify, notify, NOTICES_AT_ONCE, NOTIFIED_AT_ONCE, type NotifyDeps } from "./notify.ts";

/** Events whose `notify` jobs run when a test says so, and what reached a channel. */
async function aScene() {
  const { db } = await testDatabase();
  const jobs: Notify[] = [];
  const enqueue = async (_run: unknown, some: Job[]) =>
    void jobs.push(...some.filter(({ name }) => name === "notify").map(({ payload }) => payload as unknown as Notify));
  const store = createPostgresStore(db, [enqueueCausedJobs(enqueue)]);
  const changeEvent = createEventWriter({ store, now: () => new Date(), hint: () => {} });
  const world = { ...createWorld(db), changeEvent };
  const queued: FreshNotification[] = [];
  const told: string[] = [];
  const deps: NotifyDeps = {
    db,
    channels: [{ queue: async (_tx, fresh) => void queued.push(...fresh) }],
    tell: (accountIds) => void told.push(...accountIds),
  };
  async function run() {
    for (let job = jobs.shift(); job; job = jobs.shift()) await notify(deps, [job]);
  }
  const gathering = async (options: GatheringOptions) => {
    const made = await aGathering(world, options);
    await run();
    return made;
  };
  return { db, jobs, deps, world, changeEvent, queued, told, run, gathering };
}

type Scene = Awaited<ReturnType<typeof aScene>>;

const all = async ({ db }: Scene, eventId: string) =>
  (await sql<Columns<"notifications">>`select * from notifications where event_id = ${eventId} order by seq, kind, guest_id`.execute(db))
    .rows;

async function claim({ db, world }: Scene, guestId: string) {
  const user = await aUser(world, "Grace");
  await sql`update guests set user_id = ${user.id} where id = ${guestId}`.execute(db);
  return user;
}

const say = (text: string, replyTo: string | null = null) => ({ commandId: randomUUID(), text, replyTo });

test("hosts have a notification of an answer, and whoever gave it has none", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2 });
  await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  await scene.run();
  expect(await all(scene, id)).toMatchObject([
    { user_id: host.id, guest_id: null, kind: "answered", answer: "going", about_id: guests[0]!.id },
  ]);
  expect(scene.told).toEqual([host.id]);
  expect(await notificationsOf(scene.db, host.id)).toMatchObject([
    { kind: "answered", name: "Guest 1", answer: "going", title: "Picnic", isRead: false },
  ]);
});

test("of a seat from the waitlist both hosts and the guest hear", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2, fields: { capacity: 1, waitlist: true } });
  for (const guest of guests) await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await scene.changeEvent(id, answerInvitation, answering("declined"), asGuest(guests[0]!));
  await scene.run();
  const moved = (await all(scene, id)).filter(({ kind }) => kind !== "answered");
  expect(moved.map(({ kind, user_id, guest_id }) => [kind, user_id ?? guest_id])).toEqual([
    ["promoted", guests[1]!.id],
    ["seatGiven", host.id],
  ]);
});

test("a reply notifies whom it replies to, and no other message notifies anybody where all may write", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2 });
  const first = say("Who brings salad?");
  await scene.changeEvent(id, postMessage, first, asUser(host));
  await scene.changeEvent(id, postMessage, say("I do", first.commandId), asGuest(guests[0]!));
  await scene.changeEvent(id, postMessage, say("To myself", first.commandId), asUser(host));
  await scene.run();
  expect((await all(scene, id)).map(({ kind, user_id }) => [kind, user_id])).toEqual([["replied", host.id]]);
  expect(await notificationsOf(scene.db, host.id)).toMatchObject([{ name: "Guest 1", excerpt: "I do" }]);
});

const naming = (...people: { id: string; name: string }[]) => {
  let text = "Ask";
  const mentions = people.map(({ id, name }) => {
    text += ` @${name}`;
    return { personId: id, at: text.length - name.length - 1, length: name.length + 1 };
  });
  return { text, mentions };
};
const heard = async (scene: Scene, eventId: string) =>
  (await all(scene, eventId)).flatMap(({ kind, user_id, guest_id }) => (kind === "answered" ? [] : [[kind, user_id ?? guest_id]]));

test("a mention notifies whom it names, once: no author, nobody who was removed or whose link was revoked, and of a reply that names them nobody twice", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 4 });
  const [grace, lin, removed, revoked] = guests as [Member, Member, Member, Member];
  const question = say("Who brings salad?");
  await scene.changeEvent(id, postMessage, question, asGuest(grace));
  await scene.changeEvent(id, postMessage, { ...say("", question.commandId), ...naming(host, grace, lin, removed, revoked) }, asUser(host));
  await scene.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: removed.id }, asUser(host));
  await sql`update guests set delivery = 'revoked' where id = ${revoked.id}`.execute(scene.db);
  await scene.run();
  expect((await heard(scene, id)).toSorted()).toEqual([grace, lin].map((guest) => ["mentioned", guest.id]).toSorted());
});

test("of an edit those hear whom it names anew, each once of one message; whom it names no more by then does not hear", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 3 });
  const [grace, lin, kay] = guests as [Member, Member, Member];
  const said = { ...say(""), ...naming(grace) };
  await scene.changeEvent(id, postMessage, said, asUser(host));
  await scene.run();
  const edit = async (...people: Member[]) => {
    const input = { commandId: randomUUID(), messageId: said.commandId, ...naming(...people) };
    await scene.changeEvent(id, editMessage, input, asUser(host));
  };
  await edit(grace, lin);
  await scene.run();
  expect(await heard(scene, id)).toEqual([
    ["mentioned", grace.id],
    ["mentioned", lin.id],
  ]);
  await edit(lin); // without Grace
  await edit(lin, grace); // and with her again
  await scene.run();
  await edit(lin, kay);
  await edit(lin); // before anybody is notified
  await scene.run();
  expect(await heard(scene, id)).toHaveLength(2);
});

test("a guest who hosts hears of a mention as a host, by either name; where hosts alone write, whom a message names is mentioned", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 3 });
  const [grace, lin, kay] = guests as [Member, Member, Member];
  await sql`update guests set user_id = ${host.id} where id = ${lin.id}`.execute(scene.db);
  for (const guest of guests) await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await scene.changeEvent(id, postMessage, { ...say(""), ...naming(lin, host) }, asGuest(grace));
  await scene.run();
  expect(await heard(scene, id)).toEqual([["mentioned", host.id]]);
  await sql`update events set chat = 'readOnly' where id = ${id}`.execute(scene.db);
  const announcement = { ...say(""), ...naming(kay) };
  await scene.changeEvent(id, postMessage, announcement, asUser(host));
  await scene.run();
  expect((await heard(scene, id)).slice(1).toSorted()).toEqual([
    ["announced", grace.id],
    ["mentioned", kay.id],
  ]);
  expect(await notificationsOf(scene.db, (await claim(scene, kay.id)).id)).toMatchObject([
    { kind: "mentioned", name: host.name, excerpt: `Ask @${kay.name}`, messageId: announcement.commandId },
  ]);
});

test("where hosts alone write, every message of theirs is announced to all guests who have not declined, and to no host", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 3, fields: { chat: "readOnly" } });
  await scene.changeEvent(id, answerInvitation, answering("declined"), asGuest(guests[2]!));
  await scene.changeEvent(id, postMessage, say("Bring a coat"), asUser(host));
  await scene.run();
  const announced = (await all(scene, id)).filter(({ kind }) => kind === "announced");
  expect(announced.map(({ guest_id }) => guest_id).toSorted()).toEqual([guests[0]!.id, guests[1]!.id].toSorted());
});

test("a host who is on the list too is notified neither of their own answer nor of what is announced to guests", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2, fields: { chat: "readOnly" } });
  await sql`update guests set user_id = ${host.id} where id = ${guests[0]!.id}`.execute(scene.db);
  for (const guest of guests) await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await scene.changeEvent(id, postMessage, say("Bring a coat"), asUser(host));
  await scene.run();
  expect((await all(scene, id)).map(({ kind, user_id, guest_id, about_id }) => [kind, user_id ?? guest_id, about_id])).toEqual([
    ["answered", host.id, guests[1]!.id],
    ["announced", guests[1]!.id, null],
  ]);
});

test("a new time notifies guests unless it is told quietly, and so does cancelling", async () => {
  const scene = await aScene();
  const { id, host } = await scene.gathering({ guests: 1 });
  const edit = (starts: string, quietly: boolean) => ({ commandId: randomUUID(), fields: { starts }, quietly });
  const year = new Date().getUTCFullYear() + 1;
  const edited = editEvent({ needs: [], afterEdit: () => {} });
  await scene.changeEvent(id, edited, edit(`${year}-06-18T20:00`, false), asUser(host));
  await scene.changeEvent(id, edited, edit(`${year}-06-18T20:30`, true), asUser(host));
  await scene.changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(host));
  await scene.run();
  expect((await all(scene, id)).map(({ kind }) => kind)).toEqual(["changed", "cancelled"]);
});

test("a message's text is in no row, and once the message is deleted nobody is notified of it any more", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 1, fields: { chat: "readOnly" } });
  const user = await claim(scene, guests[0]!.id);
  const canary = "canary words of a host";
  const said = say(canary);
  await scene.changeEvent(id, postMessage, said, asUser(host));
  await scene.run();
  expect(await notificationsOf(scene.db, user.id)).toMatchObject([{ kind: "announced", excerpt: canary, name: "Ada" }]);
  expect(JSON.stringify(await all(scene, id))).not.toContain("canary");
  await scene.changeEvent(id, deleteMessage, { commandId: randomUUID(), messageId: said.commandId }, asUser(host));
  expect(await notificationsOf(scene.db, user.id)).toEqual([]);
  expect(await countUnread(scene.db, user.id)).toBe(0);
});

test("a message that is deleted before its job runs notifies nobody", async () => {
  const scene = await aScene();
  const { id, host } = await scene.gathering({ guests: 1, fields: { chat: "readOnly" } });
  const said = say("Not so");
  await scene.changeEvent(id, postMessage, said, asUser(host));
  await scene.changeEvent(id, deleteMessage, { commandId: randomUUID(), messageId: said.commandId }, asUser(host));
  await scene.run();
  expect(await all(scene, id)).toEqual([]);
});

test("an account sees notifications only of events where it is host or guest now, and goes with all of them", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2, fields: { chat: "readOnly" } });
  const user = await claim(scene, guests[0]!.id);
  await scene.changeEvent(id, postMessage, say("Hello"), asUser(host));
  await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[1]!));
  await scene.run();
  expect(await countUnread(scene.db, user.id)).toBe(1);
  expect(await countUnread(scene.db, host.id)).toBe(1);
  await scene.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[0]!.id }, asUser(host));
  expect(await notificationsOf(scene.db, user.id)).toEqual([]);
  await scene.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[1]!.id }, asUser(host));
  expect(await notificationsOf(scene.db, host.id)).toEqual([]);
  await sql`delete from users where id = ${host.id}`.execute(scene.db);
  expect((await all(scene, id)).filter(({ user_id }) => user_id !== null)).toEqual([]);
});

test("whoever hosts no more has nothing of the event in the list, and channels leave it out", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 1 });
  await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  await scene.run();
  const ids = scene.queued.map((one) => one.id);
  expect(await unreadAmong(scene.db, ids)).toHaveLength(1);
  await sql`delete from hosts where event_id = ${id}`.execute(scene.db);
  expect(await notificationsOf(scene.db, host.id)).toEqual([]);
  expect(await countUnread(scene.db, host.id)).toBe(0);
  expect(await unreadAmong(scene.db, ids)).toEqual([]);
});

test("a guest whose links were revoked is notified of nothing, and channels leave out what came before", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2, fields: { chat: "readOnly" } });
  await scene.changeEvent(id, postMessage, say("Before"), asUser(host));
  await scene.run();
  await sql`update guests set delivery = 'revoked' where id = ${guests[0]!.id}`.execute(scene.db);
  await scene.changeEvent(id, postMessage, say("After"), asUser(host));
  await scene.run();
  expect(scene.queued.filter(({ guestId }) => guestId === guests[0]!.id)).toHaveLength(1);
  expect(scene.queued.filter(({ guestId }) => guestId === guests[1]!.id)).toHaveLength(2);
  const unread = await unreadAmong(
    scene.db,
    scene.queued.map((one) => one.id),
  );
  expect(unread.map(({ excerpt }) => excerpt).toSorted()).toEqual(["After", "Before"]); // control: the other guest's
});

test("what is said in a conversation that was closed to guests is in their list no more, and stays in the hosts'", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2 });
  const user = await claim(scene, guests[0]!.id);
  const [byHost, byGuest] = [say("Who brings salad?"), say("Who drives?")];
  await scene.changeEvent(id, postMessage, byHost, asUser(host));
  await scene.changeEvent(id, postMessage, byGuest, asGuest(guests[0]!));
  for (const { commandId } of [byHost, byGuest]) await scene.changeEvent(id, postMessage, say("I do", commandId), asGuest(guests[1]!));
  await scene.run();
  expect([await countUnread(scene.db, user.id), await countUnread(scene.db, host.id)]).toEqual([1, 1]);
  await sql`update events set chat = 'closed' where id = ${id}`.execute(scene.db);
  expect([await countUnread(scene.db, user.id), await countUnread(scene.db, host.id)]).toEqual([0, 1]);
});

test(`the newest ${MAX_NOTIFICATIONS_LISTED} are listed, and ${MAX_UNREAD_COUNTED} unread ones counted`, async () => {
  const scene = await aScene();
  const { id, host } = await scene.gathering({ guests: 0 });
  const most = Math.max(MAX_NOTIFICATIONS_LISTED, MAX_UNREAD_COUNTED);
  await sql`insert into notifications (event_id, user_id, kind, seq, created_at)
    select ${id}::uuid, ${host.id}::uuid, 'seatGiven', at, now() + at * interval '1 second' from generate_series(1, ${most + 1}::int) as at`.execute(
    scene.db,
  );
  const listed = (await notificationsOf(scene.db, host.id)).map(({ seq }) => seq);
  expect(listed).toEqual(Array.from({ length: MAX_NOTIFICATIONS_LISTED }, (_, at) => most + 1 - at));
  expect(await countUnread(scene.db, host.id)).toBe(MAX_UNREAD_COUNTED);
});

test("one that was read is read everywhere, by its own account alone, and channels leave it out", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 2 });
  for (const guest of guests) await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await scene.run();
  const ids = scene.queued.map((one) => one.id);
  expect(ids).toHaveLength(2);
  const stranger = await aUser(scene.world, "Eve");
  expect(await markRead(scene.db, stranger.id, { ids }, new Date())).toBe(false);
  expect(await unreadAmong(scene.db, ids)).toHaveLength(2);
  expect(await markRead(scene.db, host.id, { ids: [ids[0]!] }, new Date())).toBe(true);
  expect((await unreadAmong(scene.db, ids)).map((one) => one.id)).toEqual([ids[1]]);
  expect(await markRead(scene.db, host.id, { eventId: id, upTo: "2020-01-01T00:00:00.000Z" }, new Date())).toBe(false);
  expect(await markRead(scene.db, host.id, { eventId: id }, new Date())).toBe(true);
  expect(await countUnread(scene.db, host.id)).toBe(0);
});

test("opening an event's page reads what it shows, and not what asks something of a host", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: 1 });
  await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  await scene.run();
  await sql`insert into notifications (event_id, user_id, kind, seq, about_id, created_at)
    values (${id}, ${host.id}, 'undelivered', 900, ${guests[0]!.id}, now())`.execute(scene.db);
  expect(await markRead(scene.db, host.id, { eventId: id }, new Date())).toBe(true);
  const unread = (await notificationsOf(scene.db, host.id)).filter(({ isRead }) => !isRead);
  expect(unread.map(({ kind }) => kind)).toEqual(["undelivered"]);
  expect(await markRead(scene.db, host.id, {}, new Date())).toBe(true);
  expect(await countUnread(scene.db, host.id)).toBe(0);
});

test(`notifications are deleted after ${NOTIFICATIONS_KEPT_DAYS} days`, async () => {
  const scene = await aScene();
  const { id, guests } = await scene.gathering({ guests: 1 });
  await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  await scene.run();
  const after = (days: number) => new Date(Date.now() + days * 86_400_000);
  await forgetOldNotifications(scene.db, after(NOTIFICATIONS_KEPT_DAYS - 1));
  expect(await all(scene, id)).toHaveLength(1);
  await forgetOldNotifications(scene.db, after(NOTIFICATIONS_KEPT_DAYS + 1));
  expect(await all(scene, id)).toEqual([]);
});

/** A job that is cut off after so many of its transactions, or none. */
const broken = (deps: NotifyDeps, after: number): NotifyDeps => {
  let left = after;
  return {
    ...deps,
    channels: deps.channels.map(({ queue }) => ({
      queue: async (...given: Parameters<typeof queue>) => {
        if (left-- <= 0) throw new Error("cut off");
        await queue(...given);
      },
    })),
  };
};

test("whatever is repeated, cut off or run twice at once, each person has each cause once and each channel gets it once", async () => {
  const scene = await aScene();
  const { id, host, guests } = await scene.gathering({ guests: NOTIFIED_AT_ONCE + 3, fields: { chat: "readOnly" } });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("once", "twice", "cut at 0", "cut at 1"), { maxLength: 4 }), async (runs) => {
      const before = scene.queued.length;
      await scene.changeEvent(id, postMessage, say("Hello all"), asUser(host));
      const job = scene.jobs.pop()!;
      for (const run of [...runs, "once"]) {
        if (run === "once") await notify(scene.deps, [job]);
        else if (run === "twice") await Promise.all([notify(scene.deps, [job]), notify(scene.deps, [job])]);
        else await notify(broken(scene.deps, Number(run.at(-1))), [job]).catch(() => {});
      }
      const made = await countOf(scene, id, job.upTo);
      const fresh = scene.queued.slice(before);
      expect(made).toBe(guests.length);
      expect(fresh).toHaveLength(guests.length);
      expect(new Set(fresh.map((one) => one.guestId)).size).toBe(guests.length);
    }),
    { numRuns: 12 },
  );
});

async function countOf({ db }: Scene, eventId: string, seq: number): Promise<number> {
  const found = await sql<Computed<"count", "integer">>`
    select count(*)::int as count from notifications where event_id = ${eventId} and seq = ${seq}`.execute(db);
  return found.rows[0]!.count;
}

test("a commit whose entries notify nobody queues no job, and one with several queues one", async () => {
  const scene = await aScene();
  const gathering: Gathering = await scene.gathering({ guests: 3 });
  await scene.changeEvent(gathering.id, postMessage, say("Just talk"), asUser(gathering.host));
  expect(scene.jobs).toEqual([]);
  await Promise.all(gathering.guests.map((guest) => scene.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest))));
  expect(scene.jobs.length).toBeLessThan(gathering.guests.length + 1);
  await scene.run();
  expect(await countUnread(scene.db, gathering.host.id)).toBe(3);
});

test("an undelivered address, an email and a held reply of a guest notify hosts", () => {
  const guestId = randomUUID();
  const entry = (body: object) =>
    ({
      seq: 7,
      at: new Date().toISOString(),
      actor: { kind: "system", personId: null, name: "" },
      context: { chat: "open" },
      body,
    }) as StoredEntry;
  const kinds = (body: Partial<EntryBody>) => noticesOf(entry(body)).map(({ to, kind }) => `${to} ${kind}`);
  expect(kinds({ type: "delivery.changed", guestId, delivery: "failed" })).toEqual(["hosts undelivered"]);
  expect(kinds({ type: "delivery.changed", guestId, delivery: "sent" })).toEqual([]);
  expect(kinds({ type: "guest.wrote", guestId })).toEqual(["hosts wrote"]);
  expect(kinds({ type: "reply.held", guestId })).toEqual(["hosts replyHeld"]);
});

test("when many answer at once, the hosts' notifications are stored together, each of its own answer", async () => {
  const scene = await aScene();
  const count = NOTICES_AT_ONCE + 20;
  const { id, host, guests } = await scene.gathering({ guests: count });
  const answers = guests.map((guest, at) =>
    scene.changeEvent(id, answerInvitation, answering(at % 2 === 0 ? "going" : "maybe"), asGuest(guest)),
  );
  await Promise.all(answers);
  await scene.run();
  const stored = await all(scene, id);
  const expected = guests.map((guest, at) => [host.id, guest.id, at % 2 === 0 ? "going" : "maybe"]);
  expect(stored.map(({ user_id, about_id, answer }) => [user_id, about_id, answer]).toSorted()).toEqual(expected.toSorted());
  expect(scene.queued.map(({ seq }) => seq).toSorted()).toEqual(stored.map(({ seq }) => Number(seq)).toSorted());
  const { rows } = await sql<Computed<"commits", "integer">>`
    select count(distinct xmin::text)::int as commits from notifications where event_id = ${id}`.execute(scene.db);
  expect(rows[0]!.commits).toBeLessThan(10);
});

test("of a commit with more entries than a page of the log, none is forgotten", async () => {
  const scene = await aScene();
  const count = LOG_PAGE + 20;
  const { id, guests } = await scene.gathering({ guests: count });
  await Promise.all(guests.map((guest) => scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guest))));
  const jobs = scene.jobs.splice(0);
  const [after, upTo] = [Math.min(...jobs.map((job) => job.after)), Math.max(...jobs.map((job) => job.upTo))];
  await notify(scene.deps, [{ eventId: id, after, upTo }]);
  expect(await all(scene, id)).toHaveLength(count);
});

test("jobs of one event that come together are done together; where one of them fails, the others are not lost", async () => {
  const scene = await aScene();
  const { id, guests } = await scene.gathering({ guests: 3 });
  for (const guest of guests) await scene.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  const [first, second, third] = scene.jobs.splice(0) as [Notify, Notify, Notify];
  const poisoned = {
    queue: async (tx: unknown, fresh: FreshNotification[]) => {
      if (fresh.some(({ seq }) => seq === second.upTo)) throw new Error("this one cannot be queued");
      await scene.deps.channels[0]!.queue(tx as never, fresh);
    },
  };
  const job = createNotify({ ...scene.deps, channels: [poisoned] });
  const ended = await Promise.allSettled([job(first), job(second), job(third)]);
  expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await all(scene, id)).map(({ seq }) => Number(seq)).toSorted()).toEqual([first.upTo, third.upTo]);
  await createNotify(scene.deps)(second);
  expect(await all(scene, id)).toHaveLength(3);
});
