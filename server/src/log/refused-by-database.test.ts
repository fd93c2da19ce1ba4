import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import * as chat from "../chat/commands.ts";
import * as events from "../events/commands.ts";
import { inviteHost } from "../events/host-invitations.ts";
import { claimGuest } from "../guests/claim-guest.ts";
import * as guests from "../guests/commands.ts";
import * as invitations from "../invitations/commands.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { refusalFor } from "./refused-by-database.ts";

const { addHost, editEvent } = events;
const { addGuest } = guests;
const { db } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [], afterEdit: () => {} });
const nobody = { id: randomUUID(), name: "Gone" };

test("a picture that was never uploaded is refused as one that cannot be read", async () => {
  const { id, host } = await aGathering(world);
  const fields = { cover: { theme: "waves" as const, imageId: randomUUID() } };
  await expect(world.changeEvent(id, edit, { commandId: randomUUID(), fields }, asUser(host))).rejects.toMatchObject({
    code: "image_unreadable",
  });
});

test("a command of an account that was deleted meanwhile is refused with sign_in_required", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 1 });
  const { id: invitationId } = await inviteHost(db, { eventId: id, email: "lin@example.org", createdBy: host.id });
  const hosting = world.changeEvent(id, addHost, { commandId: randomUUID(), invitationId }, asUser(nobody));
  await expect(hosting).rejects.toMatchObject({ code: "sign_in_required" });
  const claiming = { commandId: randomUUID(), guestId: guests[0]!.id, provenEmail: null };
  const caller = { ...asGuest(guests[0]!), user: asUser(nobody).user };
  await expect(world.changeEvent(id, claimGuest, claiming, caller)).rejects.toMatchObject({ code: "sign_in_required" });
});

test("an id that is taken in another event is refused as taken", async () => {
  const [here, there] = [await aGathering(world, { guests: 1 }), await aGathering(world)];
  const guest = { ...answering("going"), guestId: here.guests[0]!.id, name: "Grace" };
  await expect(world.changeEvent(there.id, addGuest, guest, asUser(there.host))).rejects.toMatchObject({ code: "command_id_reused" });
});

test("a constraint violation that the command does not name is a bug, and no refusal", () => {
  const error = { code: "23503", constraint: "guests_user_id_fkey" };
  expect(refusalFor(error, addGuest)).toBe(error);
  expect(refusalFor(error, claimGuest)).toMatchObject({ code: "sign_in_required" });
  expect(refusalFor(new Error("connection lost"), claimGuest)).toMatchObject({ message: "connection lost" });
});

const named = [chat, events, guests, { claimGuest }, invitations].flatMap((module) =>
  Object.values(module).flatMap((one) => Object.keys((one as { refusals?: object }).refusals ?? {})),
);

test("every foreign key from the writer's tables to rows outside the event is named by a command, and every name exists", async () => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint where contype = 'f' and confrelid <> 'events'::regclass
      and conrelid in ('events'::regclass, 'hosts'::regclass, 'guests'::regclass, 'host_invitations'::regclass, 'messages'::regclass)`.execute(
    db,
  );
  const known = new Set([...named, ...Object.keys(edit.refusals ?? {})]);
  // Who made an invitation to host is written with it, and not by the writer.
  expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual(["host_invitations_created_by_fkey"]);
  const all = await sql<{ name: string }>`select conname as name from pg_constraint`.execute(db);
  expect([...known].filter((name) => !all.rows.some((one) => one.name === name))).toEqual([]);
});
