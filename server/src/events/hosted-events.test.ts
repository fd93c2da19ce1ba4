import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, asUser, aUser, createWorld, type Gathering, type Member } from "../testing/world.ts";
import { addHost, cancelEvent } from "./commands.ts";
import { openHostedEvents } from "./hosted-events.ts";
import { storeImage } from "./images.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const hostedEvents = openHostedEvents(world);

const withEmail = (member: Member) => ({ ...member, email: `${member.id}@example.org` });
const hostsOf = async ({ id }: Gathering) =>
  (await sql<{ id: string }>`select id from hosts where event_id = ${id}`.execute(db)).rows.map((host) => host.id);
const exists = async ({ id }: Gathering) => (await sql`select 1 from events where id = ${id}`.execute(db)).rows.length === 1;

async function aCoHost(gathering: Gathering) {
  const lin = await aUser(world, "Lin");
  await world.changeEvent(gathering.id, addHost, { commandId: randomUUID() }, asUser(lin));
  return lin;
}

test("an upcoming event without another host blocks account deletion, until it is cancelled or has one", async () => {
  const [cancelled, shared] = [await aGathering(world), await aGathering(world)];
  expect(await hostedEvents.hostedAlone(cancelled.host.id)).toBe(1);
  await world.changeEvent(cancelled.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(cancelled.host));
  expect(await hostedEvents.hostedAlone(cancelled.host.id)).toBe(0);

  await aCoHost(shared);
  expect(await hostedEvents.hostedAlone(shared.host.id)).toBe(0);
});

test("an event without an end that began an hour ago is not over, and blocks deletion of its last host", async () => {
  const running = await aGathering(world);
  const began = async (ago: string) => sql`update events set starts_at = now() - ${ago}::interval where id = ${running.id}`.execute(db);
  await began("1 hour");
  expect(await hostedEvents.hostedAlone(running.host.id)).toBe(1);
  expect(await db.transaction().execute((tx) => hostedEvents.stillHosting(tx, running.host.id))).toBe(1);
  await began("361 minutes");
  expect(await hostedEvents.hostedAlone(running.host.id)).toBe(0);
});

test("deletion removes the account's drafts, and events with other hosts continue without it", async () => {
  const draft = await aGathering(world, { published: false });
  await hostedEvents.leaveEvents(withEmail(draft.host));
  expect(await exists(draft)).toBe(false);
  for (const table of ["event_log", "command_results", "messages", "hosts"])
    expect((await sql`select 1 from ${sql.table(table)} where event_id = ${draft.id}`.execute(db)).rows, table).toEqual([]);

  const sharedDraft = await aGathering(world, { published: false });
  const bea = await aCoHost(sharedDraft);
  await hostedEvents.leaveEvents(withEmail(sharedDraft.host));
  expect([await exists(sharedDraft), await hostsOf(sharedDraft)]).toEqual([true, [bea.id]]);

  const shared = await aGathering(world);
  const lin = await aCoHost(shared);
  expect(await db.transaction().execute((tx) => hostedEvents.stillHosting(tx, shared.host.id))).toBe(1);
  await hostedEvents.leaveEvents(withEmail(shared.host));
  expect(await hostsOf(shared)).toEqual([lin.id]);
  expect(await db.transaction().execute((tx) => hostedEvents.stillHosting(tx, shared.host.id))).toBe(0);
});

test("deletion takes the pictures of the account's drafts along, but none that another event shows", async () => {
  const other = await aUser(world, "Lin");
  const pictures = [];
  for (const isShared of [false, true]) {
    const { imageId } = await storeImage(db, other.id, { webp: Buffer.from("picture"), width: 3, height: 4 } as never);
    const fields = { cover: { theme: "waves", imageId } } as never;
    const draft = await aGathering(world, { published: false, fields });
    if (isShared) await aGathering(world, { fields });
    await hostedEvents.leaveEvents(withEmail(draft.host));
    expect(await exists(draft)).toBe(false);
    pictures.push((await sql`select from images where id = ${imageId}`.execute(db)).rows.length);
  }
  expect(pictures).toEqual([0, 1]);
});

test("deletion does not touch events where the account is only a guest", async () => {
  const gathering = await aGathering(world);
  const lin = await aUser(world, "Lin");
  await hostedEvents.leaveEvents(withEmail(lin));
  expect(await hostsOf(gathering)).toEqual([gathering.host.id]);
});
