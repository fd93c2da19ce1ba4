import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, aUser, createWorld } from "../testing/world.ts";
import { findHostInvitation, inviteHost, spendHostInvitation, unspendHostInvitation } from "./host-invitations.ts";

const { db } = await testDatabase();
const world = createWorld(db);

async function anInvitation() {
  const { id: eventId } = await aGathering(world);
  const { id: createdBy } = await aUser(world, "Ada");
  return inviteHost(db, { eventId, email: "lin@example.org", createdBy });
}

test("an invitation to host is taken up by one command, however often that is sent", async () => {
  const { id, token } = await anInvitation();
  const [mine, other] = [randomUUID(), randomUUID()];
  const spent = await Promise.all([mine, mine, mine].map((commandId) => spendHostInvitation(db, id, commandId)));
  expect(spent).toEqual([true, true, true]);
  expect(await findHostInvitation(db, token, mine)).toMatchObject({ id });
  await expect(findHostInvitation(db, token, other)).rejects.toMatchObject({ code: "link_invalid" });
  await expect(findHostInvitation(db, token)).rejects.toMatchObject({ code: "link_invalid" });
  expect(await spendHostInvitation(db, id, other)).toBe(false);
});

test("of two who take it up at once, one is let in", async () => {
  const { id } = await anInvitation();
  const spent = await Promise.all(Array.from({ length: 8 }, () => spendHostInvitation(db, id, randomUUID())));
  expect(spent.filter(Boolean)).toHaveLength(1);
});

test("taken back because it let nobody in, it is open again; withdrawn or too old, it is not, even to its own command", async () => {
  const { id, token } = await anInvitation();
  const commandId = randomUUID();
  await spendHostInvitation(db, id, commandId);
  await unspendHostInvitation(db, id);
  expect(await findHostInvitation(db, token)).toMatchObject({ id });
  await spendHostInvitation(db, id, commandId);
  await sql`update host_invitations set expires_at = now() - interval '1 second' where id = ${id}`.execute(db);
  await expect(findHostInvitation(db, token, commandId)).rejects.toMatchObject({ code: "link_invalid" });
});

test("a token tells who asks which address, so that its reader types nothing", async () => {
  const { token } = await anInvitation();
  expect(await findHostInvitation(db, token)).toMatchObject({ email: "lin@example.org", host: "Ada", title: "Picnic" });
});
