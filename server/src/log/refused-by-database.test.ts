import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { addHost, editEvent } from "../events/commands.ts";
import { inviteHost } from "../events/host-invitations.ts";
import { claimGuest } from "../guests/claim-guest.ts";
import { aGathering, asGuest, asUser, createWorld } from "../testing/world.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [], afterEdit: () => {} });
const nobody = { id: randomUUID(), name: "Gone" };

test("a picture that was never uploaded is told as one that cannot be read", async () => {
  const { id, host } = await aGathering(world);
  const fields = { cover: { theme: "waves" as const, imageId: randomUUID() } };
  await expect(world.changeEvent(id, edit, { commandId: randomUUID(), fields }, asUser(host))).rejects.toMatchObject({
    code: "image_unreadable",
  });
});

test("an account that has gone meanwhile is told to sign in, whatever it was about to do", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 1 });
  const { id: invitationId } = await inviteHost(db, { eventId: id, email: "lin@example.org", createdBy: host.id });
  const hosting = world.changeEvent(id, addHost, { commandId: randomUUID(), invitationId }, asUser(nobody));
  await expect(hosting).rejects.toMatchObject({ code: "sign_in_required" });
  const claiming = { commandId: randomUUID(), guestId: guests[0]!.id, provenEmail: null };
  const caller = { ...asGuest(guests[0]!), user: asUser(nobody).user };
  await expect(world.changeEvent(id, claimGuest, claiming, caller)).rejects.toMatchObject({ code: "sign_in_required" });
});

test("every reference to what is not the event's own, in tables that the writer writes, is decided about", async () => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint where contype = 'f' and confrelid <> 'events'::regclass
      and conrelid in ('events'::regclass, 'hosts'::regclass, 'guests'::regclass, 'host_invitations'::regclass, 'messages'::regclass)`.execute(
    db,
  );
  // Who made an invitation to host is written with it, and not by the writer.
  expect(rows.map(({ name }) => name).toSorted()).toEqual([
    "events_cover_image_id_fkey",
    "guests_user_id_fkey",
    "host_invitations_accepted_by_fkey",
    "host_invitations_created_by_fkey",
    "hosts_id_fkey",
  ]);
});
