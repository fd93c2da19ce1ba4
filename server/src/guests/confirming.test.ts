import { randomUUID } from "node:crypto";
import type { EventFields } from "@turnout/contract/events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { rowsWhere } from "../log/event-table.ts";
import { readLog } from "../log/read-log.ts";
import { aGathering, answering, asGuest, asUser, createWorld, hostViewer, type Gathering, type Member } from "../testing/world.ts";
import { answerByCalendar } from "./answer-by-calendar.ts";
import { answerForGuest, answerInvitation, removeGuest } from "./commands.ts";
import { confirmComing } from "./confirming.ts";
import { guestsCsv } from "./export.ts";
import { confirmations, guestPage } from "./queries.ts";
import { promoteWaiting } from "./seats.ts";
import { waitlist } from "./tables.ts";

const { db } = await testDatabase();
let now = new Date();
const world = createWorld(db, () => now);
const at = (time: string) => (now = new Date(time));
const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });

const DAY = "2040-06-18";
/** Asked from 16 June, 17:00 UTC, on. */
const june: EventFields = { starts: `${DAY}T19:00`, zone: "Europe/Berlin", stillComing: "twoDaysBefore" };
const BEFORE = "2040-06-16T16:59:59Z";
const ASKED = "2040-06-16T17:00:00Z";

async function aParty(fields: EventFields = {}, guests = 2) {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, { guests, fields: { ...june, ...fields } });
  for (const guest of gathering.guests) await answer(gathering, guest);
  return gathering;
}
const answer = ({ id }: Gathering, guest: Member, how: Parameters<typeof answering> = ["going"]) =>
  world.changeEvent(id, answerInvitation, answering(...how), asGuest(guest));
const confirm = ({ id }: Gathering, guest: Member, day = DAY) =>
  world.changeEvent(id, confirmComing, { commandId: randomUUID(), day }, asGuest(guest));
const change = ({ id, host }: Gathering, fields: EventFields) =>
  world.changeEvent(id, edit, { commandId: randomUUID(), fields }, asUser(host));
const code = (act: Promise<unknown>) => act.then(() => "accepted").catch((error: { code: string }) => error.code);
const confirmedFor = async ({ id }: Gathering, guest: Member) =>
  (await sql<{ day: string | null }>`select confirmed_for as day from guests where event_id = ${id} and id = ${guest.id}`.execute(db))
    .rows[0]!.day;
const kindsAfter = async ({ id }: Gathering, seq: number) => (await readLog(db, id, { after: seq })).entries.map(({ body }) => body.type);
const headOf = async ({ id }: Gathering) => (await readLog(db, id, { after: 0 })).entries.at(-1)!.seq;

test("who is going says that they still come, once: it is one entry, and saying it again is none", async () => {
  const gathering = await aParty();
  const [grace] = gathering.guests as [Member];
  at(ASKED);
  const before = await headOf(gathering);
  await confirm(gathering, grace);
  await confirm(gathering, grace);
  expect(await kindsAfter(gathering, before)).toEqual(["guest.confirmed"]);
  expect(await confirmedFor(gathering, grace)).toBe(DAY);
});

test("nobody confirms who is not going, another day than the event's, or an event that is over or cancelled", async () => {
  const gathering = await aParty({ capacity: 1 }, 3);
  const [grace, edith, lin] = gathering.guests as [Member, Member, Member];
  await answer(gathering, lin, ["maybe"]);
  at(ASKED);
  expect(await code(confirm(gathering, edith))).toBe("nothing_to_confirm"); // on the waitlist
  expect(await code(confirm(gathering, lin))).toBe("nothing_to_confirm");
  expect(await code(confirm(gathering, grace, "2040-06-19"))).toBe("nothing_to_confirm");
  expect(await code(confirm(gathering, { id: randomUUID(), name: "" }))).toBe("event_not_found");
  at("2040-06-19T10:00:00Z");
  expect(await code(confirm(gathering, grace))).toBe("event_over");
  at(ASKED);
  await world.changeEvent(gathering.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(gathering.host));
  expect(await code(confirm(gathering, grace))).toBe("event_cancelled");
});

test("an answer confirms once people are asked, whether it is the same or another; before that it does not", async () => {
  const gathering = await aParty();
  const [grace, edith] = gathering.guests as [Member, Member];
  at(BEFORE);
  await answer(gathering, grace, ["going", 1]);
  expect(await confirmedFor(gathering, grace)).toBeNull();
  at(ASKED);
  const before = await headOf(gathering);
  await answer(gathering, grace, ["going", 1]);
  await answer(gathering, edith, ["going", 2]);
  expect(await kindsAfter(gathering, before)).toEqual(["guest.confirmed", "rsvp.answered"]);
  expect([await confirmedFor(gathering, grace), await confirmedFor(gathering, edith)]).toEqual([DAY, DAY]);
});

test("a calendar's answer confirms by the time at which it was written", async () => {
  const gathering = await aParty();
  const [grace] = gathering.guests as [Member];
  const reply = (writtenAt: string) =>
    world.changeEvent(
      gathering.id,
      answerByCalendar,
      { commandId: randomUUID(), answer: "going", note: null, suggestion: null, revision: null, writtenAt: new Date(writtenAt) },
      asGuest(grace),
    );
  at("2040-06-16T17:30:00Z");
  await reply(BEFORE);
  expect(await confirmedFor(gathering, grace)).toBeNull();
  await reply("2040-06-16T17:20:00Z");
  expect(await confirmedFor(gathering, grace)).toBe(DAY);
});

test("who declines takes it back, and their seat goes to the waitlist, who has confirmed nothing", async () => {
  const gathering = await aParty({ capacity: 1 });
  const [grace, edith] = gathering.guests as [Member, Member];
  at(ASKED);
  await confirm(gathering, grace);
  const before = await headOf(gathering);
  await answer(gathering, grace, ["declined"]);
  expect(await kindsAfter(gathering, before)).toEqual(["rsvp.answered", "guest.promoted"]);
  expect([await confirmedFor(gathering, grace), await confirmedFor(gathering, edith)]).toEqual([null, null]);
});

test("a host's answer confirms as the guest's own would", async () => {
  const gathering = await aParty();
  const [grace] = gathering.guests as [Member];
  at(ASKED);
  await world.changeEvent(gathering.id, answerForGuest, { ...answering("going"), guestId: grace.id }, asUser(gathering.host));
  expect(await confirmedFor(gathering, grace)).toBe(DAY);
});

test("hosts find who confirmed and who did not; what was confirmed for one day does not count for another, but for another hour", async () => {
  const gathering = await aParty({}, 3);
  const [grace, edith, lin] = gathering.guests as [Member, Member, Member];
  await answer(gathering, lin, ["maybe"]);
  at(ASKED);
  await confirm(gathering, grace);
  const found = async (day: string) => {
    const list = async (is: "yes" | "no") => {
      const filter = { search: "", standing: null, order: "name" as const, cursor: null, confirmed: { day, is } };
      const page = JSON.parse((await guestPage(db, gathering.id, hostViewer(gathering), filter))!) as { guests: { guestId: string }[] };
      return page.guests.map(({ guestId }) => guestId);
    };
    return { yes: await list("yes"), no: (await list("no")).toSorted(), counts: await confirmations(db, gathering.id, day) };
  };
  const both = [grace.id, edith.id].toSorted();
  expect(await found(DAY)).toEqual({ yes: [grace.id], no: [edith.id], counts: { confirmed: 1, unconfirmed: 1 } });
  await change(gathering, { starts: `${DAY}T20:30` });
  expect((await guestsCsv(db, gathering.id, "en"))!.split("\r\n").filter((line) => line.endsWith(',"yes"'))).toHaveLength(1);
  await change(gathering, { starts: "2040-06-19T19:00" });
  expect(await found("2040-06-19")).toEqual({ yes: [], no: both, counts: { confirmed: 0, unconfirmed: 2 } });
  expect((await guestsCsv(db, gathering.id, "en"))!.split("\r\n").filter((line) => line.endsWith(',"yes"'))).toHaveLength(0);
});

test("whoever is removed and invited anew has confirmed nothing before they answer", async () => {
  const gathering = await aParty();
  const [grace] = gathering.guests as [Member];
  at(ASKED);
  await confirm(gathering, grace);
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: grace.id }, asUser(gathering.host));
  const guests = [{ guestId: randomUUID(), name: "Grace", email: "grace-anew@example.org", plusOnesAllowed: null, locale: null }];
  await world.changeEvent(
    gathering.id,
    inviteGuests,
    { commandId: randomUUID(), message: "", send: false, guests },
    asUser(gathering.host),
  );
  expect(await confirmations(db, gathering.id, DAY)).toEqual({ confirmed: 0, unconfirmed: 1 });
});
