import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { removeGuest } from "../guests/commands.ts";
import { aGathering, asUser, createWorld } from "../testing/world.ts";
import { revokeInvitation } from "./commands.ts";
import { guestOfLink, makePersonalLink } from "./personal-links.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("links that are opened at the same time lead each to its own guest, and those that hold no more to nobody", async () => {
  const first = await aGathering(world, { guests: 3 });
  const other = await aGathering(world, { guests: 1 });
  const draft = await aGathering(world, { guests: 1, published: false });
  const linkOf = ({ id }: typeof first, guestId: string, madeBy: string | null = null) =>
    makePersonalLink(db, id, guestId, undefined, madeBy);
  const [grace, lin, kim] = first.guests.map(({ id }) => id);
  const by = asUser(first.host);
  const tokens = await Promise.all([
    linkOf(first, grace!, first.host.id),
    linkOf(first, lin!),
    linkOf(first, kim!),
    linkOf(other, other.guests[0]!.id),
    linkOf(draft, draft.guests[0]!.id),
    linkOf(first, grace!, other.host.id), // who hosts another event
  ]);
  await world.changeEvent(first.id, revokeInvitation, { commandId: randomUUID(), guestId: lin! }, by);
  await world.changeEvent(first.id, removeGuest, { commandId: randomUUID(), guestId: kim! }, by);
  const owners = await Promise.all([...tokens, "no-such-link"].map((token) => guestOfLink(db, token!)));
  expect(owners).toEqual([
    { eventId: first.id, guestId: grace, accessVersion: 1, madeBy: first.host.id },
    null,
    null,
    { eventId: other.id, guestId: other.guests[0]!.id, accessVersion: 1, madeBy: null },
    null,
    null,
    null,
  ]);
});
