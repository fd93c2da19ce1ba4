import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { deleteMessage, editMessage, postMessage } from "./commands.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("[L14] the words of a deleted message are nowhere in the database any more", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 1 });
  const grace = asGuest(guests[0]!);
  const said = randomUUID();
  await world.changeEvent(id, postMessage, { commandId: said, text: "canary one", replyTo: null }, grace);
  await world.changeEvent(id, postMessage, { commandId: randomUUID(), text: "an answer that stays", replyTo: said }, asUser(host));
  await world.changeEvent(id, editMessage, { commandId: randomUUID(), messageId: said, text: "canary two" }, grace);
  await world.changeEvent(id, deleteMessage, { commandId: randomUUID(), messageId: said }, grace);

  const everything = await sql<{ text: string }>`
    select (select json_agg(event_log)::text from event_log) || (select json_agg(messages)::text from messages)
      || (select json_agg(command_results)::text from command_results) as text`.execute(db);
  expect(everything.rows[0]!.text).not.toContain("canary");
  expect(everything.rows[0]!.text).toContain("an answer that stays");
});
