import { randomUUID } from "node:crypto";
import { PHOTO_UNDO_MINUTES } from "@turnout/contract/photos";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { withClient } from "../db/content.ts";
import { testDatabase } from "../db/test-database.ts";
import { deleteDraft } from "../events/delete-draft.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { eraseAgain, erasedAt } from "./erasures.ts";

const { db, url } = await testDatabase();

test("a photo that was removed for good is listed, and erased again where a backup brings it back", async () => {
  const { id: eventId, host } = await aGathering(createWorld(db));
  const photo = randomUUID();
  await sql`insert into photos (event_id, id, seq, author_id, author_name, author_role, width, height, at, removed_by, removed_at)
    values (${eventId}, ${photo}, 3, ${host.id}, 'Ada', 'host', 3, 4, now(), 'host', now())`.execute(db);
  await sql`insert into photo_files (id, event_id, photo_id, format, webp) values (${randomUUID()}, ${eventId}, ${photo}, 'whole', '\\x01')`.execute(
    db,
  );
  const listed = async () => (await erasedAt(url)).erasures;
  expect(await listed()).toEqual([]); // it may still be brought back
  await sql`update photos set removed_at = now() - make_interval(mins => ${PHOTO_UNDO_MINUTES + 1})`.execute(db);
  const erased = await listed();
  expect(erased).toEqual([{ id: photo, eventId, deletedBy: "host" }]);

  await sql`update photos set removed_by = null, removed_at = null`.execute(db);
  expect(await withClient(url, (client) => eraseAgain(client, erased))).toBe(1);
  const left = await sql<{ removed_by: string; files: number }>`
    select removed_by, (select count(*)::int from photo_files) as files from photos`.execute(db);
  expect(left.rows).toEqual([{ removed_by: "host", files: 0 }]);
});

test("a draft that a host deleted is listed, and erased again where a backup brings it back; a published one never is", async () => {
  const world = createWorld(db);
  const [draft, published] = [await aGathering(world, { published: false }), await aGathering(world)];
  const stored = async () => {
    const { rows } = await sql<{ id: string }>`select id from events where id in (${draft.id}, ${published.id})`.execute(db);
    return rows.map(({ id }) => id);
  };
  await sql`create table backup as select * from events where id = ${draft.id}`.execute(db);
  await deleteDraft(db, { mailDraftDeleted: async () => {} }, { eventId: draft.id, userId: draft.host.id });
  expect(await stored()).toEqual([published.id]);
  const erased = (await erasedAt(url)).erasures.filter(({ id }) => id === draft.id);
  expect(erased).toEqual([{ id: draft.id, eventId: draft.id, deletedBy: null }]);

  await sql`insert into events overriding system value select * from backup`.execute(db);
  expect(await stored()).toHaveLength(2);
  const list = [...erased, { id: published.id, eventId: published.id, deletedBy: null }];
  await sql`alter table audit disable trigger all`.execute(db); // the backup is from before it was noted
  await sql`delete from audit`.execute(db);
  await sql`alter table audit enable trigger all`.execute(db);
  expect(await withClient(url, (client) => eraseAgain(client, list))).toBe(1);
  expect(await stored()).toEqual([published.id]);
  expect((await erasedAt(url)).erasures).toContainEqual(erased[0]);
});

test("of the drafts of an erased account only those go that nobody else hosts", async () => {
  const world = createWorld(db);
  const [alone, shared] = [await aGathering(world, { published: false }), await aGathering(world, { published: false })];
  const { id: gone } = alone.host;
  await sql`insert into hosts (event_id, id, name) values (${shared.id}, ${gone}, 'Ada')`.execute(db);
  expect(await withClient(url, (client) => eraseAgain(client, [{ id: gone, eventId: null, deletedBy: null }]))).toBe(1);
  const { rows } = await sql<{ id: string }>`select id from events where id in (${alone.id}, ${shared.id})`.execute(db);
  expect(rows).toEqual([{ id: shared.id }]);
});
