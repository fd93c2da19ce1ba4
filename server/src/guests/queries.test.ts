import { randomUUID } from "node:crypto";
import { cardFor, type Viewer } from "@turnout/contract/audience";
import { GuestListFor } from "@turnout/contract/events";
import { GuestPage, ListedGuest, type Standing } from "@turnout/contract/guests";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, answering, asGuest, asUser, createWorld, guestViewer, hostViewer } from "../testing/world.ts";
import { addGuest, answerForGuest, answerInvitation, editGuest, removeGuest } from "./commands.ts";
import { presentGuest } from "./present.ts";
import { allGuests, GUEST_PAGE, guestHistory, guestPage, HISTORY_LINES, type GuestFilter } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);
type GuestPage = z.infer<typeof GuestPage>;
const all: GuestFilter = { search: "", standing: null, order: "name", cursor: null };

/** Strictly: a field too many would be one that nobody decided to show. */
const StrictPage = GuestPage.strict().extend({ guests: z.array(ListedGuest.strict()) });

async function pageFor(eventId: string, viewer: Viewer, filter: GuestFilter) {
  return StrictPage.parse(JSON.parse((await guestPage(db, eventId, viewer, filter))!));
}

test("hosts find guests by address; others cannot guess a hidden address character by character", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { guestListFor: "guests" } });
  const [grace, lin] = gathering.guests as [(typeof gathering.guests)[0], (typeof gathering.guests)[0]];
  const input = { commandId: randomUUID(), guestId: grace.id, email: "secret@example.org" };
  await world.changeEvent(gathering.id, editGuest, input, asUser(gathering.host));
  await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(grace));
  const found = async (viewer: Viewer, search: string) => (await pageFor(gathering.id, viewer, { ...all, search })).total;

  expect(await found(hostViewer(gathering), "secret@")).toBe(1);
  expect(await found(guestViewer(lin), "secret@")).toBe(0);
  expect(await found(guestViewer(lin), "guest 1")).toBe(1);
  expect(await found(hostViewer(gathering), "%")).toBe(0); // no wildcard of ours
});

test("a guest's history leaves out entries of kinds that only a later version knows", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const { id, guests } = gathering;
  const guestId = guests[0]!.id;
  const kinds = async () => (await guestHistory(db, id, guestId)).map(({ body }) => body.type);
  expect(await kinds()).toEqual(["guest.invited"]);
  await sql`
    update event_log set body = ${JSON.stringify({ type: "guest.photographed", guestId })}::json
    where event_id = ${id} and about = ${guestId}`.execute(db);
  await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  expect(await kinds()).toEqual(["rsvp.answered"]);
});

test("a long history shows its newest lines, oldest first", async () => {
  const { id, guests } = await aGathering(world, { guests: 1 });
  const guestId = guests[0]!.id;
  const [invited] = await guestHistory(db, id, guestId);
  await sql`
    insert into event_log (event_id, seq, at, actor, about, command_id, context, body)
    select event_id, seq + n, at, actor, about, gen_random_uuid(), context, body
    from event_log, generate_series(1, ${HISTORY_LINES}::int) n where event_id = ${id} and about = ${guestId}`.execute(db);
  const lines = await guestHistory(db, id, guestId);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => invited!.seq + 1 + index));
  expect(lines).toHaveLength(HISTORY_LINES);
});

for (const order of ["name", "answered", "added", "line"] as const) {
  test(`10,000 guests in order of ${order}: paging returns everybody once`, async () => {
    const gathering = await aGathering(world, { guests: 10_000 });
    const met = new Set<string>();
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: GuestPage = await pageFor(gathering.id, hostViewer(gathering), {
        ...all,
        order,
        cursor,
      });
      for (const { guestId } of page.guests) {
        expect(met.has(guestId)).toBe(false);
        met.add(guestId);
      }
      cursor = page.next;
      pages += 1;
    } while (cursor);
    expect([met.size, pages]).toEqual([10_000, 10_000 / GUEST_PAGE]);
  });
}

test("the waitlist comes in its own order, longest waiting first", async () => {
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 1, waitlist: true } });
  const names = ["Guest 3", "Guest 4", "Guest 1", "Guest 2"];
  for (const name of names) {
    const guest = gathering.guests.find((one) => one.name === name)!;
    await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  }
  const page: GuestPage = await pageFor(gathering.id, hostViewer(gathering), { ...all, standing: "waiting", order: "line" });
  expect(page.guests.map(({ name }) => name)).toEqual(names.slice(1));
});

const answersOf: (Standing | "removed")[] = ["going", "maybe", "declined", "waiting", "none", "removed"];

for (const guestListFor of GuestListFor.options) {
  test(`a list for ${guestListFor}: the SQL card equals the contract's card for each viewer class`, async () => {
    const gathering = await aGathering(world, {
      guests: answersOf.length,
      fields: { guestListFor, capacity: 3, waitlist: true, plusOnesAllowed: 2 },
    });
    const host = asUser(gathering.host);
    const odd = { commandId: randomUUID(), guestId: randomUUID(), name: `O"Brien \\ </script> \u{1f389}`, answer: "maybe" as const };
    await world.changeEvent(gathering.id, addGuest, { ...odd, email: "odd@example.org", plusOnes: [`"`, ""] }, host);
    for (const [index, standing] of answersOf.entries()) {
      const guestId = gathering.guests[index]!.id;
      const answer = standing === "waiting" ? "going" : standing;
      const plusOnes = standing === "going" || standing === "waiting" ? ["Kim", ""] : [];
      const input = { commandId: randomUUID(), guestId, plusOnes, note: `line\n"${standing}"` };
      if (answer === "removed") await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId }, host);
      else if (answer !== "none") await world.changeEvent(gathering.id, answerForGuest, { ...input, answer }, host);
    }
    const cards = (await allGuests(db, gathering.id)).map(presentGuest);
    expect(new Set(cards.map((card) => card.standing))).toEqual(new Set(["going", "maybe", "declined", "waiting", "none"]));

    const stranger: Viewer = { class: "public", userId: null, guestId: null, name: null };
    for (const viewer of [hostViewer(gathering), guestViewer(gathering.guests[0]!), stranger]) {
      const seen = cards.flatMap((card) => cardFor(viewer.class, card, { guestListFor }) ?? []);
      for (const standing of [null, "going", "waiting"] as const) {
        const expected = seen.filter((card) => standing === null || card.standing === standing);
        const page = await pageFor(gathering.id, viewer, { ...all, standing });
        expect(page).toMatchObject({ guests: expected, total: expected.length, next: null });
      }
    }
  });
}
