import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { writersOf } from "../db/connect.ts";
import { testDatabase } from "../db/test-database.ts";
import { untilSomebodyWaits } from "../testing/lock-waiters.ts";
import { aGathering, asUser, aUser, createWorld, type Member } from "../testing/world.ts";
import { addHost, removeHost } from "./commands.ts";
import { findHostInvitation, hostInvitationOf, inviteHost, openHostInvitations, revokeHostInvitation } from "./host-invitations.ts";
import { hostsOf } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);

async function anInvitation() {
  const { id: eventId, host } = await aGathering(world);
  const { id: invitationId, token } = await inviteHost(db, { eventId, email: "lin@example.org", createdBy: host.id });
  const accept = (who: Member, commandId = randomUUID()) =>
    world.changeEvent(eventId, addHost, { commandId, invitationId }, asUser(who)).then(
      () => "let in",
      (error: { code: string }) => error.code,
    );
  return { eventId, host, invitationId, token, accept };
}

test("an invitation to host is accepted once: not by another account, not twice by the same, not after that host was removed", async () => {
  const { eventId, host, token, accept } = await anInvitation();
  const [lin, eve] = [await aUser(world, "Lin"), await aUser(world, "Eve")];
  const commandId = randomUUID();
  expect(await findHostInvitation(db, token)).toMatchObject({ eventId });
  expect([await accept(lin, commandId), await accept(lin, commandId)]).toEqual(["let in", "let in"]); // the reply was lost
  await expect(findHostInvitation(db, token)).rejects.toMatchObject({ code: "link_invalid" });

  await world.changeEvent(eventId, removeHost, { commandId: randomUUID(), userId: lin.id }, asUser(host));
  expect([await accept(eve, commandId), await accept(eve), await accept(lin)]).toEqual(["link_invalid", "link_invalid", "link_invalid"]);
  expect(await accept(lin, commandId)).toBe("let in"); // what was answered once, and nothing is done
  expect((await hostsOf(db, eventId)).map(({ id }) => id)).toEqual([host.id]);
});

test("of many who accept at the same time, one becomes a host", async () => {
  const { eventId, accept } = await anInvitation();
  const people = await Promise.all(Array.from({ length: 8 }, (_, index) => aUser(world, `Person ${index}`)));
  const answers = await Promise.all(people.map((person) => accept(person)));
  expect(answers.toSorted()).toEqual(["let in", ...Array.from({ length: 7 }, () => "link_invalid")]);
  expect(await hostsOf(db, eventId)).toHaveLength(2);
});

test("an invitation stays open when somebody who hosts already tries it, and is closed when withdrawn or expired", async () => {
  const { eventId, host, invitationId, token, accept } = await anInvitation();
  expect(await accept(host)).toBe("already_host");
  expect(await findHostInvitation(db, token)).toMatchObject({ eventId });
  await sql`update host_invitations set expires_at = now() - interval '1 second' where id = ${invitationId}`.execute(db);
  expect(await accept(await aUser(world, "Lin"))).toBe("link_invalid");
  await sql`update host_invitations set expires_at = now() + interval '1 day' where id = ${invitationId}`.execute(db);
  await revokeHostInvitation(db, eventId, invitationId);
  expect(await accept(await aUser(world, "Lin"))).toBe("link_invalid");
  await expect(hostInvitationOf(db, "a token that nobody was given")).rejects.toMatchObject({ code: "link_invalid" });
});

test("withdrawing during an acceptance either succeeds or fails: nobody becomes a host after the reply that it is withdrawn", async () => {
  const { eventId, host, invitationId, accept } = await anInvitation();
  const holder = await writersOf(db).connect();
  await holder.query("begin");
  await holder.query("select 1 from events where id = $1 for no key update", [eventId]); // as whoever decides holds it
  const read = await holder.query("select revoked_at from host_invitations where id = $1", [invitationId]);
  const withdrawn = revokeHostInvitation(db, eventId, invitationId);
  let isWithdrawn = false;
  void withdrawn.then(() => (isWithdrawn = true));
  await untilSomebodyWaits(db);
  const isFirst = isWithdrawn ? "withdrawn" : "waits";
  await holder.query("commit");
  holder.release();
  await withdrawn;
  expect([read.rows[0].revoked_at, isFirst]).toEqual([null, "waits"]);
  expect(await accept(await aUser(world, "Lin"))).toBe("link_invalid");
  expect((await hostsOf(db, eventId)).map(({ id }) => id)).toEqual([host.id]);
});

test("a removed host's open invitations end, and those of other hosts do not", async () => {
  const { eventId, host, accept } = await anInvitation();
  const lin = await aUser(world, "Lin");
  await accept(lin);
  const own = await inviteHost(db, { eventId, email: "again@example.org", createdBy: lin.id });
  const kept = await inviteHost(db, { eventId, email: "else@example.org", createdBy: host.id });
  await world.changeEvent(eventId, removeHost, { commandId: randomUUID(), userId: lin.id }, asUser(host));
  expect((await openHostInvitations(db, eventId)).map(({ id }) => id)).toEqual([kept.id]);
  const again = { commandId: randomUUID(), invitationId: own.id };
  await expect(world.changeEvent(eventId, addHost, again, asUser(lin))).rejects.toMatchObject({ code: "link_invalid" });
});

test("an invitation that was written after its host had been removed makes nobody a host", async () => {
  const { eventId, host, accept } = await anInvitation();
  const [lin, eve] = [await aUser(world, "Lin"), await aUser(world, "Eve")];
  await accept(lin);
  await world.changeEvent(eventId, removeHost, { commandId: randomUUID(), userId: lin.id }, asUser(host));
  const late = await inviteHost(db, { eventId, email: "eve@example.org", createdBy: lin.id });
  const taken = world.changeEvent(eventId, addHost, { commandId: randomUUID(), invitationId: late.id }, asUser(eve));
  await expect(taken).rejects.toMatchObject({ code: "link_invalid" });
});

test("nobody can remove the longest-serving host, who can leave", async () => {
  const { eventId, host, accept } = await anInvitation();
  const lin = await aUser(world, "Lin");
  await accept(lin);
  const removal = { commandId: randomUUID(), userId: host.id };
  await expect(world.changeEvent(eventId, removeHost, removal, asUser(lin))).rejects.toMatchObject({ code: "first_host" });
  await world.changeEvent(eventId, removeHost, { ...removal, commandId: randomUUID() }, asUser(host));
  expect((await hostsOf(db, eventId)).map(({ id }) => id)).toEqual([lin.id]);
});

test("a token reveals its invitation's address, so that its reader need not type it", async () => {
  const { token } = await anInvitation();
  expect(await findHostInvitation(db, token)).toMatchObject({ email: "lin@example.org", host: "Ada", title: "Picnic" });
});
