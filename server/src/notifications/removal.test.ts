import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { editGuest, removeGuest } from "../guests/commands.ts";
import { identitiesOf } from "../guests/queries.ts";
import { inviteGuests, readmitGuest, revokeInvitation } from "../invitations/commands.ts";
import { addressHash, eventScope, suppress } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { testSecret } from "../testing/test-app.ts";
import { asUser } from "../testing/world.ts";
import { REMOVAL_GRACE } from "./removal-grace.ts";
import { notificationJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";

/** What a guest's calendar hears of a removal, where replies by email arrive. */
const pipeline = await createMailPipeline();
const { db, changeEvent, waiting } = pipeline;
const inboundAddress = "rsvp@in.turnout.test";
const deliver = (more: Partial<typeof pipeline> = {}) => pipeline.deliver({ inboundAddress, ...more });
const edit = editEvent({ needs: [], afterEdit: () => {} });

/** An event whose guest has an invitation in their calendar. */
async function invited(isDelivered = true) {
  const email = `grace-${randomUUID()}@example.org`;
  const gathering = await anEventWithGuests(pipeline, [{ ...guestsToInvite(1)[0]!, name: "Grace", email }]);
  const asHost = asUser(gathering.host);
  const guest = gathering.guests[0]!;
  const about = () => ({ commandId: randomUUID(), guestId: guest.id });
  const sent = isDelivered ? await deliver() : [];
  return {
    ...gathering,
    asHost,
    guest,
    email,
    sent,
    remove: () => changeEvent(gathering.id, removeGuest, about(), asHost),
    readmit: async () =>
      changeEvent(gathering.id, readmitGuest, { ...about(), ...(await identitiesOf(db, gathering.id, guest.id)) }, asHost),
    revoke: () => changeEvent(gathering.id, revokeInvitation, about(), asHost),
    move: (name: string) =>
      changeEvent(
        gathering.id,
        edit,
        { commandId: randomUUID(), fields: { place: { kind: "online", url: `https://meet.example/${name}` } } },
        asHost,
      ),
    cancel: () => changeEvent(gathering.id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost),
  };
}

function entryOf({ calendar }: FinishedMail) {
  const vcalendar = new ICAL.Component(ICAL.parse(calendar!.content));
  const vevent = vcalendar.getFirstSubcomponent("vevent")!;
  const text = (name: string) => String(vevent.getFirstPropertyValue(name) ?? "");
  return {
    method: String(vcalendar.getFirstPropertyValue("method")),
    uid: text("uid"),
    sequence: Number(text("sequence")),
    organizer: text("organizer"),
    attendee: text("attendee"),
    status: text("status"),
    content: calendar!.content,
  };
}

describe("a guest who is removed", () => {
  test("hears of it minutes later, by a CANCEL for their entry, without a way in", async () => {
    const event = await invited();
    const invitation = entryOf(event.sent[0]!);
    const before = Date.now();
    await event.remove();
    expect(REMOVAL_GRACE).toBe(5 * 60_000);
    expect(waiting.map(({ name, startAfter }) => [name, startAfter! >= new Date(before + REMOVAL_GRACE)])).toEqual([["tellRemoval", true]]);
    const [mail, ...others] = await deliver();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: event.email, subject: expect.stringContaining("No longer on the guest list"), replyTo: null });
    const cancel = entryOf(mail!);
    expect(cancel).toMatchObject({ method: "CANCEL", uid: invitation.uid, sequence: invitation.sequence + 1, status: "" });
    expect([cancel.organizer, cancel.attendee]).toEqual([invitation.organizer, `mailto:${event.email}`]);
    expect(mail!.text).not.toContain("/i/");
    for (const text of [mail!.html, cancel.content]) expect(text).not.toContain("/i/");
    expect(await deliver()).toEqual([]);
  });

  test("learns nothing that they were not sent before", async () => {
    const event = await invited();
    await event.remove();
    await event.move("secret-room");
    const [mail] = await deliver();
    expect(entryOf(mail!)).toMatchObject({ method: "CANCEL", sequence: 2 }); // above the moved entry's
    for (const text of [mail!.html, mail!.text, mail!.calendar!.content]) expect(text).not.toContain("secret-room");
  });

  test("and let in again before that hears nothing at all", async () => {
    const event = await invited();
    await event.remove();
    await event.readmit();
    expect(await deliver()).toEqual([]);
  });

  test("and let in again afterwards gets the entry again, above the CANCEL; each time", async () => {
    const event = await invited();
    const sequences = [];
    for (let round = 0; round < 2; round++) {
      await event.remove();
      const [cancel] = await deliver();
      await event.readmit();
      const [again, ...others] = await deliver();
      expect(others).toEqual([]);
      expect(again!.subject).toMatch(/Back on the guest list/);
      const entries = [entryOf(cancel!), entryOf(again!)];
      expect(entries.map(({ method }) => method)).toEqual(["CANCEL", "REQUEST"]);
      sequences.push(...entries.map(({ sequence }) => sequence));
    }
    expect(sequences).toEqual([1, 2, 3, 4]);
    await event.move("the-mill");
    expect((await deliver()).map((mail) => entryOf(mail).sequence)).toEqual([5]);
  });

  test("and let in again while the CANCEL goes out gets the entry again", async () => {
    const event = await invited();
    await event.remove();
    const sent: FinishedMail[] = [];
    const send = async (mail: FinishedMail): Promise<undefined> => {
      if (sent.push(mail) === 1) await event.readmit();
    };
    await deliver({ transport: { send, close: () => {} } });
    expect(sent.map((mail) => entryOf(mail).method)).toEqual(["CANCEL", "REQUEST"]);
    expect(entryOf(sent[1]!).sequence).toBe(2);
  });

  test("and invited anew gets an entry above the CANCEL, since the UID is the same", async () => {
    const event = await invited();
    await event.remove();
    await deliver();
    const again = { ...guestsToInvite(1)[0]!, name: "Grace", email: event.email };
    await changeEvent(event.id, inviteGuests, inviting([again]), event.asHost);
    expect((await deliver()).map((mail) => [entryOf(mail).method, entryOf(mail).sequence])).toEqual([["REQUEST", 2]]);
  });

  test("twice within those minutes hears of it once", async () => {
    const event = await invited();
    await event.remove();
    await event.readmit();
    await event.remove();
    expect((await deliver()).map((mail) => entryOf(mail).method)).toEqual(["CANCEL"]);
  });
});

describe("no CANCEL goes to", () => {
  test("a guest who was never sent an email", async () => {
    const event = await invited(false);
    await event.remove();
    expect(await deliver()).toEqual([]);
  });

  test("an address where another guest still has the entry", async () => {
    const event = await invited();
    const other = { ...guestsToInvite(1)[0]!, name: "Hedy", email: event.email };
    await changeEvent(event.id, inviteGuests, inviting([other]), event.asHost);
    await deliver();
    await event.remove();
    expect(await deliver()).toEqual([]);
  });

  test("anybody where no replies arrive: calendars have files alone", async () => {
    const event = await invited();
    await event.remove();
    expect(await pipeline.deliver()).toEqual([]);
  });

  // Each event of its own: inviting delivers what waits.
  test("a guest whose links were revoked", async () => {
    const event = await invited();
    await event.revoke();
    await event.remove();
    expect(await deliver()).toEqual([]);
  });

  test("a guest who unsubscribed from the event", async () => {
    const event = await invited();
    await suppress(db, { hash: addressHash(testSecret, event.email), scope: eventScope(event.id) });
    await event.remove();
    expect(await deliver()).toEqual([]);
  });

  test("a guest whose address is gone", async () => {
    const event = await invited();
    await changeEvent(event.id, editGuest, { commandId: randomUUID(), guestId: event.guest.id, email: null }, event.asHost);
    await event.remove();
    expect(await deliver()).toEqual([]);
  });

  test("a guest of an event that was deleted", async () => {
    const event = await invited();
    await event.remove();
    await sql`delete from events where id = ${event.id}`.execute(db);
    expect(await deliver()).toEqual([]);
  });

  test("a guest of an event that is over", async () => {
    const event = await invited();
    await event.remove();
    await sql`update events set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' where id = ${event.id}`.execute(
      db,
    );
    expect(await deliver()).toEqual([]);
  });

  test("a guest of an event that was cancelled before", async () => {
    const event = await invited();
    await event.cancel();
    await deliver();
    await event.remove();
    expect(await deliver()).toEqual([]);
  });
});

test("an event that is cancelled just after the removal is out of that calendar, too", async () => {
  const event = await invited();
  await event.remove();
  await event.cancel();
  expect((await deliver()).map((mail) => entryOf(mail).method)).toEqual(["CANCEL"]);
});

test("a CANCEL that is sent again, since its end was lost, is the same and counts once", async () => {
  const event = await invited();
  await event.remove();
  const once = { willBeRetried: true };
  const sent: FinishedMail[] = [];
  const send = async (mail: FinishedMail) => {
    if (sent.push(mail) === 1) throw new Error("the connection was lost");
  };
  const handlers = notificationJobs({ ...pipeline, inboundAddress, transport: { send, close: () => {} } });
  await handlers.tellRemoval(waiting.shift()!.payload as never, once);
  const { payload } = waiting.shift()!;
  await expect(handlers.sendMail(payload as never, once)).rejects.toThrow("lost");
  await handlers.sendMail(payload as never, once);
  expect(sent.map(({ messageId }) => messageId)).toEqual([sent[0]!.messageId, sent[0]!.messageId]);
  expect(sent.map((mail) => entryOf(mail).sequence)).toEqual([1, 1]);
  const told = await sql<{ cancels: number }>`select cancels from told_guests where event_id = ${event.id}`.execute(db);
  expect(told.rows).toEqual([{ cancels: 1 }]);
});
