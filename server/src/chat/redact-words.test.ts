import { randomUUID } from "node:crypto";
import { kindsThatHold } from "@turnout/contract/entry-kinds";
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

test("[L14] the text before an edit is nowhere in the database any more, quotes included", async () => {
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

test("[L14] the text of a deleted message is nowhere in the database any more", async () => {
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

/** Appends an entry that holds the text of a message, as a command of that kind would. */
const appendHolding = (type: string, eventId: string, messageId: string, text: string) =>
  sql`
  with moved as (update events set log_seq = log_seq + 1 where id = ${eventId} returning id, log_seq)
  insert into event_log (event_id, seq, command_id, at, actor, context, body)
  select moved.id, moved.log_seq, ${randomUUID()}::uuid, log.at, log.actor, log.context,
    json_build_object('type', ${type}::text, 'messageId', ${messageId}::text, 'text', ${text}::text)
  from moved join event_log as log on log.event_id = moved.id and log.seq = moved.log_seq - 1`.execute(db);

test.each(kindsThatHold("text"))("[L14] the text that entries of the kind %s hold is erased with the message", async (type) => {
  for (const isDeleted of [false, true]) {
    const { id, guests } = await aGathering(world, { guests: 1 });
    const grace = asGuest(guests[0]!);
    const [said, other] = [randomUUID(), randomUUID()];
    for (const commandId of [said, other])
      await world.changeEvent(id, postMessage, { commandId, text: "canary one", replyTo: null }, grace);
    await appendHolding(type, id, said, "canary one");
    await appendHolding(type, id, other, "canary one");

    if (isDeleted) await world.changeEvent(id, deleteMessage, { commandId: randomUUID(), messageId: said }, grace);
    else await world.changeEvent(id, editMessage, { commandId: randomUUID(), messageId: said, text: "ring me" }, grace);
    const { rows } = await sql<{ text: string }>`
      select body ->> 'text' as text from event_log where event_id = ${id} and body ->> 'type' = ${type} order by seq limit 2`.execute(db);
    expect(rows.map(({ text }) => text)).toEqual([isDeleted ? "" : "ring me", "canary one"]);
  }
});
