import { randomUUID } from "node:crypto";
import type { EventFields } from "@turnout/contract/events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { addHost, cancelEvent } from "../events/commands.ts";
import type { Caller } from "../log/caller.ts";
import { inviteGuests, revokeInvitation } from "../invitations/commands.ts";
import { aGathering, answering, asGuest, asUser, asVisitor, aUser, createWorld, type Gathering, type Member } from "../testing/world.ts";
import { claimGuest } from "./claim-guest.ts";
import { answerForGuest, answerInvitation, editGuest } from "./commands.ts";

const { db } = await testDatabase();
let now = new Date();
const world = createWorld(db, () => now);
const at = (time: string) => (now = new Date(time));

const june: EventFields = { starts: "2040-06-18T19:00", zone: "UTC" };
const answer = ({ id }: Gathering, guest: Member, plusOnes = 0) =>
  world.changeEvent(id, answerInvitation, answering("going", plusOnes), asGuest(guest));
const code = (act: Promise<unknown>) => act.then(() => "accepted").catch((error: { code: string }) => error.code);

test("guests can answer until the deadline, hosts for them after it, and nobody once the event is over", async () => {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, { guests: 1, fields: { ...june, answersClose: "2040-06-10T12:00" } });
  const [grace] = gathering.guests as [Member];
  const forGrace = () =>
    code(world.changeEvent(gathering.id, answerForGuest, { ...answering("maybe"), guestId: grace.id }, asUser(gathering.host)));

  expect(await code(answer(gathering, grace))).toBe("accepted");
  at("2040-06-10T11:59:59Z");
  expect(await code(answer(gathering, grace))).toBe("accepted");
  at("2040-06-10T12:00:00Z");
  expect([await code(answer(gathering, grace)), await forGrace()]).toEqual(["answers_closed", "accepted"]);
  at("2040-06-19T01:00:00Z"); // six hours after a start without an end
  expect([await code(answer(gathering, grace)), await forGrace()]).toEqual(["event_over", "accepted"]);
});

test("a guest on the list can decline after the deadline, and their seat goes to the waitlist; a new guest cannot answer", async () => {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, {
    guests: 2,
    fields: { ...june, answersClose: "2040-06-10T12:00", capacity: 1, visibility: "public" },
  });
  const [grace, edith] = gathering.guests as [Member, Member];
  await answer(gathering, grace);
  await answer(gathering, edith);
  at("2040-06-12T12:00:00Z");
  const decline = (caller: Caller) =>
    code(world.changeEvent(gathering.id, answerInvitation, { ...answering("declined"), name: "Lin" }, caller));
  expect(await decline(asVisitor(randomUUID()))).toBe("answers_closed");
  expect(await decline(asGuest(grace))).toBe("accepted");
  const { rows } = await sql<{ standing: string }>`select standing from guests where id = ${edith.id}`.execute(db);
  expect(rows).toEqual([{ standing: "going" }]);
});

test("a freed seat goes to the waitlist until the start, and for all-day events until the end", async () => {
  const standingAfter = async (fields: EventFields, moment: string) => {
    at("2040-06-01T12:00:00Z");
    const gathering = await aGathering(world, { guests: 2, fields: { zone: "America/Los_Angeles", capacity: 1, ...fields } });
    const [grace, edith] = gathering.guests as [Member, Member];
    await answer(gathering, grace);
    await answer(gathering, edith);
    at(moment);
    await code(world.changeEvent(gathering.id, answerInvitation, answering("declined"), asGuest(grace)));
    const { rows } = await sql<{ standing: string }>`select standing from guests where id = ${edith.id}`.execute(db);
    return rows[0]!.standing;
  };
  const evening = { starts: "2040-06-18T19:00", ends: "2040-06-18T23:00" };
  expect(await standingAfter(evening, "2040-06-19T01:59:59Z")).toBe("going");
  expect(await standingAfter(evening, "2040-06-19T02:00:00Z")).toBe("waiting");
  const weekend = { allDay: true, starts: "2040-06-16", ends: "2040-06-17" };
  expect(await standingAfter(weekend, "2040-06-16T07:00:00Z")).toBe("going"); // midnight of the first day
  expect(await standingAfter(weekend, "2040-06-18T06:59:59Z")).toBe("going"); // the last second of the last
  expect(await standingAfter(weekend, "2040-06-18T07:00:00Z")).toBe("waiting");
  expect(await standingAfter({ allDay: true, starts: "2040-06-16" }, "2040-06-16T20:00:00Z")).toBe("going");
});

test("the same answer again is accepted, and nothing is written", async () => {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, { guests: 1, fields: june });
  const [grace] = gathering.guests as [Member];
  const { commandId: _, ...same } = { ...answering("going", 1), note: "By train" };
  const say = (change = {}) =>
    world.changeEvent(gathering.id, answerInvitation, { commandId: randomUUID(), ...same, ...change }, asGuest(grace));
  const first = await say();
  expect((await say()).seq).toBe(first.seq);
  expect((await say({ note: "By bus" })).seq).toBe(first.seq + 1);
  expect((await say({ note: "By bus", plusOnes: [] })).seq).toBe(first.seq + 2);
  expect((await say({ note: "By bus", plusOnes: [], answer: "declined" })).seq).toBe(first.seq + 3);
  expect((await say({ note: "By bus", plusOnes: ["ignored"], answer: "declined" })).seq).toBe(first.seq + 3);
});

test("a guest may bring as many as the event, or their own invitation, allows", async () => {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, { fields: { ...june, plusOnesAllowed: 1 } });
  const [one, many] = [
    { id: randomUUID(), name: "Grace" },
    { id: randomUUID(), name: "Lin" },
  ];
  const invited = [one, many].map(({ id, name }) => ({
    guestId: id,
    name,
    email: null,
    plusOnesAllowed: name === "Lin" ? 4 : null,
    locale: null,
  }));
  const input = { commandId: randomUUID(), guests: invited, message: "", send: false };
  await world.changeEvent(gathering.id, inviteGuests, input, asUser(gathering.host));
  const asked = [answer(gathering, one, 1), answer(gathering, one, 2), answer(gathering, many, 4), answer(gathering, many, 5)];
  expect(await Promise.all(asked.map(code))).toEqual(["accepted", "too_many_plus_ones", "accepted", "too_many_plus_ones"]);
});

test("a draft and a cancelled event accept no answers; a visitor by the share link must give a name", async () => {
  at("2040-06-01T12:00:00Z");
  const draft = await aGathering(world, { guests: 1, fields: june, published: false });
  expect(await code(answer(draft, draft.guests[0]!))).toBe("not_published");
  const open = await aGathering(world, { guests: 1, fields: june });
  const visit = (name?: string) =>
    code(world.changeEvent(open.id, answerInvitation, { ...answering("going"), ...(name && { name }) }, asVisitor(randomUUID())));
  expect([await visit(), await visit("Lin")]).toEqual(["name_required", "accepted"]);
  await world.changeEvent(open.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(open.host));
  expect(await code(answer(open, open.guests[0]!))).toBe("event_cancelled");
});

const address = "grace@example.org";

async function aGuestWithAddress() {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, { guests: 2, fields: june });
  const [grace] = gathering.guests as [Member];
  const input = { commandId: randomUUID(), guestId: grace.id, email: address };
  await world.changeEvent(gathering.id, editGuest, input, asUser(gathering.host));
  const user = await aUser(world, "Grace");
  const claim = (caller: ReturnType<typeof asUser>, provenEmail: string | null) =>
    code(world.changeEvent(gathering.id, claimGuest, { commandId: randomUUID(), guestId: grace.id, provenEmail }, caller));
  return { gathering, grace, user, claim };
}

test("an account claims a guest by their link or by its verified address, once, and by nothing else", async () => {
  const { gathering, grace, user, claim } = await aGuestWithAddress();
  const stranger = asUser(await aUser(world, "Lin"));
  expect(await claim(stranger, null)).toBe("guest_not_found");
  expect(await claim(stranger, "lin@example.org")).toBe("guest_not_found");
  expect(await claim(asGuest(grace), null)).toBe("sign_in_required");
  expect(await claim({ ...asGuest(grace, 2), user: stranger.user }, null)).toBe("guest_not_found"); // an older or newer issue of the link
  expect(await claim(asUser(user), address)).toBe("accepted");
  expect(await claim(asUser(user), address)).toBe("accepted");
  expect(await claim({ ...asGuest(grace), user: stranger.user }, null)).toBe("not_allowed");
  const second = { commandId: randomUUID(), guestId: gathering.guests[1]!.id, provenEmail: null };
  const mine = { ...asGuest(gathering.guests[1]!), user: asUser(user).user };
  expect(await code(world.changeEvent(gathering.id, claimGuest, second, mine))).toBe("not_allowed"); // one place each
});

test("an account claims a guest by a link that the first host handed over, and by no co-host's", async () => {
  const { gathering, grace, user, claim } = await aGuestWithAddress();
  const [lin, sly] = [await aUser(world, "Lin"), await aUser(world, "Sly")];
  await world.changeEvent(gathering.id, addHost, { commandId: randomUUID() }, asUser(lin));
  const by = (host: Member, who: Member) => ({ ...asGuest(grace), user: asUser(who).user, linkMadeBy: host.id });
  expect(await claim(by(lin, sly), null)).toBe("link_of_co_host");
  expect(await claim(by(sly, sly), null)).toBe("guest_not_found"); // of somebody who hosts no more
  expect(await claim(by(lin, user), address)).toBe("accepted"); // the address is proof enough
  const other = gathering.guests[1]!;
  const claiming = { commandId: randomUUID(), guestId: other.id, provenEmail: null };
  const byAda = { ...asGuest(other), user: asUser(sly).user, linkMadeBy: gathering.host.id };
  expect(await code(world.changeEvent(gathering.id, claimGuest, claiming, byAda))).toBe("accepted");
});

test("a revoked guest regains access neither by link nor by verified address", async () => {
  const { gathering, grace, user, claim } = await aGuestWithAddress();
  await world.changeEvent(gathering.id, revokeInvitation, { commandId: randomUUID(), guestId: grace.id }, asUser(gathering.host));
  expect(await claim(asUser(user), address)).toBe("guest_not_found");
  expect(await claim({ ...asGuest(grace), user: asUser(user).user }, null)).toBe("guest_not_found");
});

test("answers from two windows at once are one guest with the later answer", async () => {
  at("2040-06-01T12:00:00Z");
  const gathering = await aGathering(world, { fields: june });
  const caller = asUser(gathering.host);
  const [first, second] = await Promise.all([
    world.changeEvent(gathering.id, answerInvitation, answering("going"), caller),
    world.changeEvent(gathering.id, answerInvitation, answering("maybe"), caller),
  ]);
  expect(second.result.guestId).toBe(first.result.guestId);
  const { rows } = await sql<{ standing: string }>`select standing from guests where event_id = ${gathering.id}`.execute(db);
  expect(rows).toEqual([{ standing: "maybe" }]);
});
