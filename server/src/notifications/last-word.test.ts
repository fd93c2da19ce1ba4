import { randomUUID } from "node:crypto";
import { ASSUMED_HOURS } from "@turnout/contract/event-end";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { inviteHost, revokeHostInvitation } from "../events/host-invitations.ts";
import { answerForGuest, answerInvitation, editGuest, removeGuest } from "../guests/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../invitations/commands.ts";
import { ALL_INVITATIONS, addressHash, suppress } from "../mail/suppression.ts";
import { noTransport } from "../mail/transport.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { answering, asGuest, asUser, aUser } from "../testing/world.ts";
import { notificationJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

/** What happens between queueing and sending has the last word. */
const pipeline = await createMailPipeline();
const { db, changeEvent, deliver, world } = pipeline;
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const about = (guestId: string) => ({ commandId: randomUUID(), guestId });
const addressed = (name: string) => ({ ...guestsToInvite(1)[0]!, email: `${name}@example.org`, name });

async function invited(name: string, sent = true) {
  const gathering = await anEventWithGuests(pipeline, [addressed(name)]);
  if (sent) await deliver();
  return { ...gathering, guest: gathering.guests[0]!, asHost: asUser(gathering.host) };
}

const states = async (kind: string) =>
  (
    await sql<{
      state: string;
      last_error: string | null;
      payload: unknown;
    }>`select state, last_error, payload from mails where kind = ${kind} order by id desc limit 1`.execute(db)
  ).rows[0];

/** Does the work that makes mails of news, and leaves the mails. */
async function queueOnly() {
  const handlers = notificationJobs(pipeline);
  for (const job of pipeline.waiting.splice(0)) {
    if (job.name === "sendMail") pipeline.waiting.push(job);
    else if (
      job.name !== "forgetOld" &&
      job.name !== "reworkTimes" &&
      job.name !== "sendPush" &&
      job.name !== "notify" &&
      job.name !== "listTimed"
    )
      await handlers[job.name](job.payload as never, { willBeRetried: false });
  }
}

test.each(["before the email is queued", "after it was queued"])("a guest who is removed %s gets no email", async (when) => {
  const { id, guest, asHost } = await invited(`removed-${when.length}`, false);
  if (when.startsWith("after")) await queueOnly();
  await changeEvent(id, removeGuest, about(guest.id), asHost);
  expect(await deliver()).toEqual([]);
  if (when.startsWith("after")) expect(await states("invitation")).toEqual({ state: "dropped", last_error: "gone", payload: {} });
});

test.each(["before the email is queued", "after it was queued"])(
  "a guest whose link is revoked %s gets no email of any kind",
  async (when) => {
    const { id, guest, asHost } = await invited(`revoked-${when.length}`);
    await changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
    await changeEvent(id, edit, { commandId: randomUUID(), fields: { place: { kind: "place", name: "The mill", address: "" } } }, asHost);
    if (when.startsWith("after")) await queueOnly();
    await changeEvent(id, revokeInvitation, about(guest.id), asHost);
    await changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost);
    expect(await deliver()).toEqual([]);
  },
);

test("an invitation from before a revocation stays dropped when the host invites again", async () => {
  const { id, guest, asHost } = await invited("again", false);
  await queueOnly();
  await changeEvent(id, revokeInvitation, about(guest.id), asHost);
  await changeEvent(id, resendInvitation, about(guest.id), asHost);
  expect(await deliver()).toHaveLength(1);
  const rows = await sql<{ state: string }>`select state from mails where kind = 'invitation' order by id desc limit 2`.execute(db);
  expect(rows.rows.map(({ state }) => state)).toEqual(["sent", "dropped"]);
  const found = await sql<{ delivery: string }>`select delivery from guests where id = ${guest.id}`.execute(db);
  expect(found.rows[0]!.delivery).toBe("sent");
});

test("a revoked guest cannot recover access by an emailed code", async () => {
  const { id, guest, asHost } = await invited("locked-out");
  const ask = () =>
    db.transaction().execute((tx) =>
      pipeline.queueMail(tx, {
        cause: `recovery:${randomUUID()}`,
        kind: "recoveryCode",
        recipient: "locked-out@example.org",
        payload: { eventId: id, guestId: guest.id, code: "01234567" },
      }),
    );
  await ask();
  expect((await deliver())[0]!.text).toContain("01234567");
  await changeEvent(id, revokeInvitation, about(guest.id), asHost);
  await ask();
  expect(await deliver()).toEqual([]);
  expect(await states("recoveryCode")).toMatchObject({ state: "dropped", payload: {} });
});

test("an email goes to the guest's current address", async () => {
  const { id, guest, asHost } = await invited("mistyped", false);
  await queueOnly();
  await changeEvent(id, editGuest, { ...about(guest.id), name: "Grace", email: "right@example.org" }, asHost);
  expect((await deliver()).map(({ to }) => to)).toEqual(["right@example.org"]);
});

test("a confirmation is dropped if the host has changed the guest's standing since", async () => {
  const { id, guest, asHost } = await invited("corrected");
  await changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await queueOnly();
  await changeEvent(id, answerForGuest, { ...answering("declined"), guestId: guest.id } as never, asHost);
  expect(await deliver()).toEqual([]);
  expect(await states("confirmation")).toMatchObject({ state: "dropped", last_error: "overtaken" });
});

test("once an event is cancelled, only the cancellation is sent", async () => {
  const { id, guest, asHost } = await invited("cancelled");
  await changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await changeEvent(id, edit, { commandId: randomUUID(), fields: { place: { kind: "place", name: "The mill", address: "" } } }, asHost);
  await changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost);
  expect((await deliver()).map(({ subject }) => subject)).toEqual(["Cancelled: Picnic"]);
});

test("nothing is sent about an event that is over", async () => {
  const { id, asHost } = await invited("late");
  await changeEvent(id, edit, { commandId: randomUUID(), fields: { starts: "2020-06-18T19:00" } }, asHost);
  await changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost);
  expect(await deliver()).toEqual([]);
});

test("an event without an end counts as over at the same time everywhere", async () => {
  const { id, asHost } = await invited("no-end");
  const started = async (hoursAgo: number) =>
    sql`update events set starts_at = now() - make_interval(hours => ${hoursAgo}), ends_at = null, wall_clock = null where id = ${id}`.execute(
      db,
    );
  await started(ASSUMED_HOURS - 1);
  await changeEvent(id, edit, { commandId: randomUUID(), fields: { place: { kind: "place", name: "The mill", address: "" } } }, asHost);
  expect(await deliver()).toHaveLength(1);
  await started(ASSUMED_HOURS + 1);
  await changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost);
  expect(await deliver()).toEqual([]);
});

test("an invitation to host is sent only while it is open, and not to unsubscribed addresses", async () => {
  const { id, host } = await invited("hosts");
  const barbara = "barbara@example.org";
  async function invite() {
    const { id: invitationId, token } = await inviteHost(db, { eventId: id, email: barbara, createdBy: host.id });
    await db.transaction().execute((tx) =>
      pipeline.queueMail(tx, {
        cause: `hostInvitation:${invitationId}`,
        kind: "hostInvitation",
        recipient: barbara,
        payload: { invitationId, url: `${testUrl}/host/${token}` },
      }),
    );
    return { invitationId, token };
  }
  const { token } = await invite();
  const [mail] = await deliver();
  expect(mail!.text).toContain(`${testUrl}/host/${token}`);
  expect(mail!.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");

  await revokeHostInvitation(db, id, (await invite()).invitationId);
  expect(await deliver()).toEqual([]);
  expect(await states("hostInvitation")).toMatchObject({ last_error: "gone", payload: {} });

  await suppress(db, { hash: addressHash(testSecret, barbara), scope: ALL_INVITATIONS });
  await invite();
  expect(await deliver()).toEqual([]);
  expect(await states("hostInvitation")).toMatchObject({ last_error: "unwanted", payload: {} });
});

test("workers that run the same job at the same time send one email", async () => {
  const { id, asHost } = await invited("parallel");
  await changeEvent(id, edit, { commandId: randomUUID(), fields: { place: { kind: "place", name: "The mill", address: "" } } }, asHost);
  const [tellAll] = pipeline.waiting.splice(0);
  const handlers = notificationJobs(pipeline);
  await Promise.all(Array.from({ length: 8 }, () => handlers.tellGuests(tellAll!.payload as never, { willBeRetried: true })));
  expect(await deliver()).toHaveLength(1);
});

test("two thousand guests get one email each, from workers that crash and compete", async () => {
  const { id, host, asHost } = await invited("many");
  await sql`
    insert into guests (event_id, id, name, email, source, delivery)
    select ${id}, gen_random_uuid(), 'Guest ' || number, 'many-' || number || '@example.org', 'invited', 'sent' from generate_series(1, 2000) number`.execute(
    db,
  );
  await changeEvent(
    id,
    edit,
    { commandId: randomUUID(), fields: { place: { kind: "place", name: `By ${host.name}`, address: "" } } },
    asHost,
  );
  const [tellAll] = pipeline.waiting.splice(0);
  let pages = 0;
  const dying: typeof pipeline.queueMail = async (tx, ...mails) => {
    await pipeline.queueMail(tx, ...mails);
    pages += 1;
    if (pages % 3 === 0) throw new Error("killed"); // with its page written, and not committed
  };
  const handlers = notificationJobs({ ...pipeline, queueMail: dying });
  const ends = await Promise.allSettled(
    Array.from({ length: 4 }, () => handlers.tellGuests(tellAll!.payload as never, { willBeRetried: true })),
  );
  expect(ends.some(({ status }) => status === "rejected")).toBe(true);
  await notificationJobs(pipeline).tellGuests(tellAll!.payload as never, { willBeRetried: true });
  const queued = await sql<{ mails: number; readers: number }>`
    select count(*)::int as mails, count(distinct recipient)::int as readers from mails where cause like ${`changed:${id}%`}`.execute(db);
  expect(queued.rows[0]).toEqual({ mails: 2_001, readers: 2_001 });
  pipeline.waiting.length = 0;
});

test("without a mail server and mailbox, invitations fail at once, and the host sees it", async () => {
  const { guest } = await invited("nowhere", false);
  await deliver({ transport: noTransport as never });
  const found = await sql<{ delivery: string }>`select delivery from guests where id = ${guest.id}`.execute(db);
  expect(found.rows[0]!.delivery).toBe("failed");
});

test("an email that cannot be written is given up at the last try, and nothing of it is kept", async () => {
  await db
    .transaction()
    .execute((tx) =>
      pipeline.queueMail(tx, { cause: randomUUID(), kind: "riddle", recipient: "ada@example.org", payload: { url: "secret" } }),
    );
  const job = pipeline.waiting.shift()!;
  const { sendMail } = notificationJobs(pipeline);
  await expect(sendMail(job.payload as never, { willBeRetried: true })).rejects.toThrow("there is no writer for emails of the kind riddle");
  expect(await states("riddle")).toMatchObject({ state: "queued" });
  await sendMail(job.payload as never, { willBeRetried: false });
  expect(await states("riddle")).toEqual({ state: "failed", last_error: "tried too often", payload: {} });
});

test("emails are in the guest's language, or else the first host's; invitations to host, in the inviting host's", async () => {
  const [grace, lin] = [{ ...addressed("grace-en"), locale: "en" as const }, addressed("lin-de")];
  const { id, host } = await anEventWithGuests(pipeline, [], false);
  await sql`update users set locale = 'de' where id = ${host.id}`.execute(db);
  const cohost = await aUser(world, "Bob");
  await sql`insert into hosts (event_id, id, name, added_at) values (${id}, ${cohost.id}, 'Bob', now() + interval '1 minute')`.execute(db);
  await changeEvent(id, inviteGuests, { commandId: randomUUID(), guests: [grace, lin], message: "", send: true }, asUser(host));
  const subjects = Object.fromEntries((await deliver()).map(({ to, subject }) => [to, subject]));
  expect(subjects).toEqual({ "grace-en@example.org": "Ada invites you: Picnic", "lin-de@example.org": "Ada lädt dich ein: Picnic" });

  const { id: invitationId } = await inviteHost(db, { eventId: id, email: "cleo@example.org", createdBy: cohost.id });
  const queue = (createdBy: string) =>
    db.transaction().execute((tx) =>
      pipeline.queueMail(tx, {
        cause: `hostInvitation:${createdBy}`,
        kind: "hostInvitation",
        recipient: "cleo@example.org",
        payload: { invitationId: createdBy, url: "u" },
      }),
    );
  await queue(invitationId);
  expect((await deliver())[0]).toMatchObject({ subject: "Co-host Picnic with Bob?", text: expect.stringContaining("Bob") });
  const byAda = await inviteHost(db, { eventId: id, email: "cleo@example.org", createdBy: host.id });
  await queue(byAda.id);
  expect((await deliver())[0]).toMatchObject({
    subject: "Bist du Mitgastgeber von Picnic? Ada fragt dich",
    text: expect.stringContaining("Ada"),
  });

  const guestId = lin.guestId;
  await db.transaction().execute((tx) =>
    pipeline.queueMail(tx, {
      cause: `recovery:${guestId}`,
      kind: "recoveryCode",
      recipient: lin.email,
      payload: { eventId: id, guestId, code: "01234567" },
    }),
  );
  expect((await deliver())[0]!.subject).toBe("Dein Code für Picnic");
});

test.each(["\r\nBcc: mallory@evil.test", "\u2028Bcc: mallory@evil.test", "\u0085", "\0", "\u000b\u000c"])(
  "a title with %j stays one line of the subject",
  async (bad) => {
    const { id, asHost } = await invited(`subject-${bad.length}-${bad.codePointAt(0)}`);
    await sql`update events set title = ${`Pic${bad.replace("\0", "\u0001")}nic`} where id = ${id}`.execute(db);
    await changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost);
    const [mail] = await deliver();
    expect(mail!.subject).toMatch(/^Cancelled: Pic [\P{Cc}]*nic$/u);
    expect(mail!.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  },
);

interface Reminded {
  id: string;
  guest: { id: string; name: string };
  asHost: ReturnType<typeof asUser>;
}
const editing = ({ id, asHost }: Reminded, fields: object) => changeEvent(id, edit, { commandId: randomUUID(), fields }, asHost);

test.each<[what: string, changes: (event: Reminded) => Promise<unknown>, sent: number]>([
  ["nothing", async () => {}, 1],
  ["the event's day", (event) => editing(event, { starts: "2097-06-18T19:00" }), 0],
  ["the host's setting", (event) => editing(event, { dayBeforeReminder: false }), 0],
  ["the answer", ({ id, guest }) => changeEvent(id, answerInvitation, answering("declined"), asGuest(guest)), 0],
])("of a reminder that was queued, what has changed since has the last word: %s", async (what, changes, sent) => {
  const event = await invited(`reminded-${what.length}`);
  const { id, guest } = event;
  await changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  await deliver();
  const { rows } = await sql<{ email: string; day: string }>`
    select email, wall_clock ->> 'starts' as day from guests join events on events.id = event_id where guests.id = ${guest.id}`.execute(db);
  const { email, day } = rows[0]!;
  await db.transaction().execute((tx) =>
    pipeline.queueMail(tx, {
      cause: `reminder:${id}`,
      kind: "reminder",
      recipient: email,
      payload: { eventId: id, guestId: guest.id, reminder: "dayBefore", day: day.slice(0, 10) },
    }),
  );
  const queued = pipeline.waiting.splice(0);
  await changes(event);
  pipeline.waiting.splice(0, Infinity, ...queued);
  expect(await deliver()).toHaveLength(sent);
  expect(await states("reminder")).toMatchObject(sent ? { state: "sent" } : { state: "dropped", last_error: "overtaken" });
});
