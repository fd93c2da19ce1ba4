import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, answering, asGuest, asUser, createWorld, guestViewer, hostViewer } from "../testing/world.ts";
import { answerInvitation, editGuest } from "./commands.ts";
import { GUEST_PAGE, guestPage, type GuestFilter } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const all: GuestFilter = { search: "", standing: null, order: "name", cursor: null };

test("hosts find guests by address; others cannot spell out an address that is hidden from them", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { guestListFor: "guests" } });
  const [grace, lin] = gathering.guests as [(typeof gathering.guests)[0], (typeof gathering.guests)[0]];
  const input = { commandId: randomUUID(), guestId: grace.id, email: "secret@example.org" };
  await world.changeEvent(gathering.id, editGuest, input, asUser(gathering.host));
  await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(grace));
  const found = async (viewer: Parameters<typeof guestPage>[2], search: string) =>
    (await guestPage(db, gathering.id, viewer, { ...all, search }))!.total;

  expect(await found(hostViewer(gathering), "secret@")).toBe(1);
  expect(await found(guestViewer(lin), "secret@")).toBe(0);
  expect(await found(guestViewer(lin), "guest 1")).toBe(1);
  expect(await found(hostViewer(gathering), "%")).toBe(0); // no wildcard of ours
});

for (const order of ["name", "answered", "added"] as const) {
  test(`10,000 guests in order of ${order}: paging meets everybody once`, async () => {
    const gathering = await aGathering(world, { guests: 10_000 });
    const met = new Set<string>();
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof guestPage>> = await guestPage(db, gathering.id, hostViewer(gathering), {
        ...all,
        order,
        cursor,
      });
      for (const { guestId } of page!.guests) {
        expect(met.has(guestId)).toBe(false);
        met.add(guestId);
      }
      cursor = page!.next;
      pages += 1;
    } while (cursor);
    expect([met.size, pages]).toEqual([10_000, 10_000 / GUEST_PAGE]);
  });
}
