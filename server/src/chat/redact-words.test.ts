import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { deleteMessage, editMessage, postMessage } from "./commands.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const everything = async () => {
  const { rows } = await sql<{ text: string }>`
    select (select json_agg(event_log)::text from event_log) || (select json_agg(messages)::text from messages)
      || (select json_agg(command_results)::text from command_results) as text`.execute(db);
  return rows[0]!.text;
};

test("[L14] what was said before a correction is nowhere in the database any more, nor in quotes", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 1 });
  const grace = asGuest(guests[0]!);
  const [said, reply, other] = [randomUUID(), randomUUID(), randomUUID()];
  await world.changeEvent(id, postMessage, { commandId: said, text: "call me on canary one", replyTo: null }, grace);
  await world.changeEvent(id, postMessage, { commandId: other, text: "what others said", replyTo: null }, grace);
  await world.changeEvent(id, postMessage, { commandId: reply, text: "I will", replyTo: said }, asUser(host));
  const correct = (text: string) => world.changeEvent(id, editMessage, { commandId: randomUUID(), messageId: said, text }, grace);
  await correct("call me on canary two");
  await Promise.all([correct("call me on canary three"), correct("call me"), correct("ring me")]);

  const text = await everything();
  expect(text).not.toContain("canary");
  expect(text).toContain("what others said");
  const { rows } = await sql<{ type: string; words: string; quote: string | null }>`
    select body ->> 'type' as type, coalesce(body #>> '{message,text}', body ->> 'text') as words, body #>> '{message,replyTo,excerpt}' as quote
    from event_log where event_id = ${id} and body ->> 'type' like 'chat.%' order by seq`.execute(db);
  const corrected = { type: "chat.edited", words: "ring me", quote: null };
  expect(rows).toEqual([
    { type: "chat.posted", words: "ring me", quote: null },
    { type: "chat.posted", words: "what others said", quote: null },
    { type: "chat.posted", words: "I will", quote: "ring me" },
    corrected,
    corrected,
    corrected,
    corrected,
  ]);
  const found = await sql<{ reply_excerpt: string }>`select reply_excerpt from messages where id = ${reply}`.execute(db);
  expect(found.rows).toEqual([{ reply_excerpt: "ring me" }]);
});

test("[L14] the words of a deleted message are nowhere in the database any more", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 1 });
  const grace = asGuest(guests[0]!);
  const said = randomUUID();
  await world.changeEvent(id, postMessage, { commandId: said, text: "canary one", replyTo: null }, grace);
  await world.changeEvent(id, postMessage, { commandId: randomUUID(), text: "an answer that stays", replyTo: said }, asUser(host));
  await world.changeEvent(id, editMessage, { commandId: randomUUID(), messageId: said, text: "canary two" }, grace);
  await world.changeEvent(id, deleteMessage, { commandId: randomUUID(), messageId: said }, grace);

  const text = await everything();
  expect(text).not.toContain("canary");
  expect(text).toContain("an answer that stays");
});
