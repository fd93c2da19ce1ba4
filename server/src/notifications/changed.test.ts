import { randomUUID } from "node:crypto";
import type { EventFields } from "@turnout/contract/events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { addHost, editEvent } from "../events/commands.ts";
import { answerInvitation } from "../guests/commands.ts";
import { reworkTimes } from "../events/rework-times.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { systemCaller } from "../log/caller.ts";
import { aGathering, answering, asGuest, asUser, aUser } from "../testing/world.ts";
import { notificationJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

/** What guests hear of a new time or place: from what they were last told to what stands when the mail goes. */
const pipeline = await createMailPipeline();
const { db, changeEvent, deliver } = pipeline;
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const at = (hour: number): EventFields => ({ starts: `2030-06-18T${hour}:00` });
const place = (name: string): EventFields => ({ place: { kind: "place", name, address: "" } });

async function anInvited(name: string) {
  const gathering = await anEventWithGuests(pipeline, [{ ...guestsToInvite(1)[0]!, email: `${name}@example.org`, locale: "en" }]);
  const asHost = asUser(gathering.host);
  const save = (fields: EventFields, more: { quietly?: boolean; note?: string } = {}) =>
    changeEvent(gathering.id, edit, { commandId: randomUUID(), fields, ...more }, asHost);
  await save({ ...at(19), ...place("The mill") }, { quietly: true });
  await deliver();
  return { ...gathering, guest: gathering.guests[0]!, save };
}
const subjects = async () => (await deliver()).map(({ subject }) => subject);

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

test("the email about a new time has the old one and the host's message", async () => {
  const { save } = await anInvited("told");
  await save(at(20), { note: "The band is late." });
  const [mail] = await deliver();
  expect(mail!.subject).toBe("New time for Picnic: 20:00 (was 19:00)");
  expect(mail!.text).toContain("> The band is late.");
});

test("guests get an email for exactly those changes that raise the calendar's sequence", async () => {
  const { id, save } = await anInvited("revised");
  const revision = async () =>
    (await sql<{ revision: number }>`select revision from events where id = ${id}`.execute(db)).rows[0]!.revision;
  const edits: [string, EventFields][] = [
    ["a day of hours", { starts: "2030-06-18T00:00", ends: "2030-06-19T00:00" }],
    ["the same day, without hours", { allDay: true, starts: "2030-06-18", ends: null }],
    ["another end", { ends: "2030-06-20" }],
    ["another zone", { zone: "Europe/Berlin" }],
    ["another place", place("The barn")],
    ["other words", { title: "Picknick", description: "Bring a blanket." }],
    ["other rules", { capacity: 40, waitlist: true, guestListFor: "everyone" }],
  ];
  for (const [what, fields] of edits) {
    const before = await revision();
    await save(fields);
    expect([what, (await deliver()).length]).toEqual([what, (await revision()) - before]);
  }
  expect((await revision()) > 4).toBe(true);
});

test("changing a draft sends nothing", async () => {
  const { id, host } = await aGathering(pipeline.world, { guests: 1, published: false });
  for (const fields of [at(20), at(21), place("The barn")]) await changeEvent(id, edit, { commandId: randomUUID(), fields }, asUser(host));
  expect(pipeline.waiting.filter(({ name }) => name === "tellGuests")).toEqual([]);
});

test("several changes before an email is sent are one email: from the last state sent to the current one", async () => {
  const { save } = await anInvited("coalesced");
  await save(at(20));
  await save(at(21));
  await save(at(22));
  expect(await subjects()).toEqual(["New time for Picnic: 22:00 (was 19:00)"]);
});

test("it has the messages of all these changes, in order and each with its host's name", async () => {
  const { id, host, save } = await anInvited("all-words");
  await save(at(20), { note: "The band is late." });
  const lin = await aUser(pipeline.world, "Lin");
  await changeEvent(id, addHost, { commandId: randomUUID() }, asUser(lin));
  const asLin = { commandId: randomUUID(), fields: place("The barn"), note: "It rains." };
  await changeEvent(id, edit, asLin, asUser(lin));
  await save(at(21), { quietly: true, note: "Not to be told." });
  await save(at(22));
  await save(at(23), { note: "Later still, sorry." });
  const mails = await deliver();
  expect(mails.map(({ subject }) => subject)).toEqual([
    "New time and place for Picnic: Tue 18 Jun, 23:00, The barn (was Tue 18 Jun, 19:00, The mill)",
  ]);
  expect(mails[0]!.text.match(/^> .*/gm)).toEqual([
    "> The band is late.",
    `> – ${host.name}`,
    "> It rains.",
    "> – Lin",
    "> Later still, sorry.",
    `> – ${host.name}`,
  ]);
});

test("a message is not sent to a guest twice", async () => {
  const { save } = await anInvited("words-once");
  await save(at(20), { note: "The band is late." });
  await deliver();
  await save(at(21), { note: "And later." });
  expect((await deliver())[0]!.text.match(/^> [^–].*/gm)).toEqual(["> And later."]);
});

test("a guest who got no email yet is told the change from the state before the first", async () => {
  const { id, save } = await anInvited("never-told");
  await sql`delete from told_guests where event_id = ${id}`.execute(db);
  await save(at(20), { note: "The band is late." });
  await save(at(21), { note: "And later." });
  const [mail] = await deliver();
  expect(mail!.subject).toBe("New time for Picnic: 21:00 (was 19:00)");
  expect(mail!.text.match(/^> [^–].*/gm)).toEqual(["> The band is late.", "> And later."]);
});

test("a change that is reverted before the email is sent causes none", async () => {
  const { save } = await anInvited("taken-back");
  await save(at(20));
  await save(at(19));
  expect(await subjects()).toEqual([]);
});

test("a quiet save sends no email, and the next email includes it", async () => {
  const { save } = await anInvited("quiet");
  await save(at(20), { quietly: true });
  expect(await subjects()).toEqual([]);
  await save(place("The park"));
  expect(await subjects()).toEqual(["New time and place for Picnic: Tue 18 Jun, 20:00, The park (was Tue 18 Jun, 19:00, The mill)"]);
});

test("a quiet save does not cancel an email that is queued", async () => {
  const { save } = await anInvited("not-swallowed");
  await save(at(20));
  await queueOnly();
  await save(at(21), { quietly: true });
  expect(await subjects()).toEqual(["New time for Picnic: 21:00 (was 19:00)"]);
});

test("a guest who got the new time in another email is not told again", async () => {
  const { id, guest, save } = await anInvited("knows");
  await save(at(20), { quietly: true });
  await changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  expect(await subjects()).toEqual(["You’re going to Picnic"]);
  await save(at(19));
  expect(await subjects()).toEqual(["New time for Picnic: 19:00 (was 20:00)"]);
});

test("a guest without a recorded state is told what this change changed", async () => {
  const { save } = await anInvited("forgotten");
  await sql`delete from told_guests`.execute(db);
  await save(at(20));
  expect(await subjects()).toEqual(["New time for Picnic: 20:00 (was 19:00)"]);
});

test("a job that an older version queued is sent, without the old time if it is unknown", async () => {
  const { id, save } = await anInvited("older");
  await save(at(20));
  await queueOnly();
  await sql`delete from told_guests`.execute(db);
  await sql`update mails set payload = payload - 'seq' where cause like ${`changed:${id}%`}`.execute(db);
  expect(await subjects()).toEqual(["New time or place for Picnic"]);
});

test("a quiet save raises the calendar's sequence too", async () => {
  const { id, save } = await anInvited("calendar");
  const revision = async () =>
    (await sql<{ revision: number }>`select revision from events where id = ${id}`.execute(db)).rows[0]!.revision;
  const before = await revision();
  await save(at(20), { quietly: true });
  expect(await revision()).toBe(before + 1);
});

test("new rules for a zone cause one email, which says that the hour stays and calendars had it wrong", async () => {
  const { id, save } = await anInvited("rules");
  await save({ zone: "America/Winnipeg", starts: "2030-12-15T19:00" });
  await deliver();
  const wrong = "2030-12-16T01:00:00.000Z";
  await sql`update events set starts_at = ${wrong}, wall_clock = wall_clock || ${JSON.stringify({ startsAt: wrong, data: "2026a" })}::jsonb where id = ${id}`.execute(
    db,
  );
  await sql`update told_guests set told = jsonb_set(told::jsonb, '{startsAt}', ${JSON.stringify(wrong)}::jsonb) where event_id = ${id}`.execute(
    db,
  );
  for (let time = 0; time < 3; time++) await changeEvent(id, reworkTimes, { commandId: randomUUID() }, systemCaller);
  const mails = await deliver();
  expect(mails).toHaveLength(1);
  expect(mails[0]!.subject).toBe("Please update your calendar: Picnic");
});

test("an all-day event that ends on its first day is the same as one without an end", async () => {
  const { save } = await anInvited("one-day");
  await save({ allDay: true, starts: "2030-06-18", ends: null });
  await deliver();
  await save({ ends: "2030-06-18" });
  await save(place("The old mill"));
  const [mail] = await deliver();
  expect(mail!.subject).toBe("New place for Picnic: The old mill (was The mill)");
  await save({ ends: "2030-06-19" });
  expect(await subjects()).toEqual(["New end time for Picnic: Wed 19 Jun (was Tue 18 Jun)"]);
});
