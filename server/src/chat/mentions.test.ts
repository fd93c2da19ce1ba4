import { randomUUID } from "node:crypto";
import { EditMessage, PostMessage } from "@turnout/contract/chat";
import type { Message } from "@turnout/contract/chat-entries";
import { MAX_MENTIONS } from "@turnout/contract/mentions";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { withClient } from "../db/content.ts";
import { testDatabase } from "../db/test-database.ts";
import { editEvent } from "../events/commands.ts";
import { eraseAgain } from "../export/erasures.ts";
import { answerInvitation, editGuest, removeGuest } from "../guests/commands.ts";
import type { Caller } from "../log/caller.ts";
import { aGathering, answering, asGuest, asUser, createWorld, hostViewer, type Gathering, type Member } from "../testing/world.ts";
import { editMessage, pinMessage, postMessage } from "./commands.ts";
import { eraseMentionsOf } from "./erase-mentions.ts";

const { db, url } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [], afterEdit: () => {} });
const code = (act: Promise<unknown>) => act.then(() => "accepted").catch((error: { code: string }) => error.code);

const at = (name: string, personId: string, from = 3) => ({ personId, at: from, length: name.length + 1 });
const hello = ({ id, name }: Member) => ({ text: `Hi @${name}!`, mentions: [at(name, id)] });

const post = async (
  { id }: Gathering,
  caller: Caller,
  said: { text: string; mentions?: ReturnType<typeof at>[] },
  replyTo: string | null = null,
) => {
  const commandId = randomUUID();
  await world.changeEvent(id, postMessage, { commandId, replyTo, ...said }, caller);
  return commandId;
};
const change = ({ id }: Gathering, caller: Caller, messageId: string, said: { text: string; mentions?: ReturnType<typeof at>[] }) =>
  world.changeEvent(id, editMessage, { commandId: randomUUID(), messageId, ...said }, caller);

const messagesOf = async (gathering: Gathering) => (await world.snapshot(gathering.id, hostViewer(gathering)))!.messages;
const messageOf = async (gathering: Gathering, messageId: string): Promise<Message> =>
  (await messagesOf(gathering)).find((message) => message.messageId === messageId)!;

/** Guests: one who comes, one who may, one who has not answered, and one who was removed. */
async function aParty(fields = {}) {
  const gathering = await aGathering(world, { guests: 4, fields: { guestListFor: "guests", ...fields } });
  const { id, host, guests } = gathering;
  for (const [index, answer] of (["going", "maybe"] as const).entries())
    await world.changeEvent(id, answerInvitation, answering(answer), asGuest(guests[index]!));
  await world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[3]!.id }, asUser(host));
  return gathering;
}

test("hosts mention everybody on the list; guests mention hosts and whom they may see there; nobody mentions who is not there", async () => {
  const gathering = await aParty();
  const { id, host, guests } = gathering;
  const people = [host, ...guests, { id: randomUUID(), name: "Nobody" }];
  const whom = (caller: Caller) => Promise.all(people.map((person) => code(post(gathering, caller, hello(person)))));
  const [yes, no] = ["accepted", "mention_unknown"];
  expect(await whom(asUser(host))).toEqual([yes, yes, yes, yes, no, no]);
  expect(await whom(asGuest(guests[1]!))).toEqual([yes, yes, yes, no, no, no]);
  await world.changeEvent(id, edit, { commandId: randomUUID(), fields: { guestListFor: "hosts" } }, asUser(host));
  expect(await whom(asGuest(guests[1]!))).toEqual([yes, no, yes, no, no, no]); // and themselves
  expect(await whom(asUser(host))).toEqual([yes, yes, yes, yes, no, no]);
});

test("a mention stands where the text says the name that the person has", async () => {
  const gathering = await aParty();
  const { host, guests } = gathering;
  const [ada, grace] = [host, guests[0]!];
  const say = (text: string, ...mentions: ReturnType<typeof at>[]) => code(post(gathering, asGuest(guests[1]!), { text, mentions }));
  expect(await say(`Hi @${ada.name}`, at(grace.name, grace.id))).toBe("mention_unknown"); // under another's name
  expect(await say(`Hi @${ada.name}`, at(ada.name, ada.id, 2))).toBe("mention_unknown");
  expect(await say(`Hi @${ada.name}`, at(ada.name, ada.id, 300))).toBe("mention_unknown");
  expect(await say(`Hi @${ada.name}`, at(ada.name, ada.id), at(ada.name, ada.id))).toBe("mention_unknown"); // one inside another
  const second = 3 + ada.name.length + 2;
  expect(await say(`Hi @${ada.name} @${grace.name}`, at(grace.name, grace.id, second), at(ada.name, ada.id))).toBe("mention_unknown");
  expect(await say(`Hi @${ada.name} @${grace.name}`, at(ada.name, ada.id), at(grace.name, grace.id, second))).toBe("accepted");
});

test(`a message mentions at most ${MAX_MENTIONS} people`, () => {
  const mentions = (count: number) => Array.from({ length: count }, (_, index) => ({ personId: randomUUID(), at: index * 5, length: 4 }));
  const body = { commandId: randomUUID(), text: "@Ada", replyTo: null };
  expect(PostMessage.safeParse({ ...body, mentions: mentions(MAX_MENTIONS) }).success).toBe(true);
  expect(PostMessage.safeParse({ ...body, mentions: mentions(MAX_MENTIONS + 1) }).success).toBe(false);
  expect(EditMessage.safeParse({ commandId: body.commandId, text: "@Ada", mentions: mentions(MAX_MENTIONS + 1) }).success).toBe(false);
});

test("an edit keeps whom the message mentions, whoever was renamed or removed since, and names nobody new who is not there", async () => {
  const gathering = await aParty();
  const { id, host, guests } = gathering;
  const author = asGuest(guests[1]!);
  const [grace, other] = [guests[0]!, guests[2]!];
  const said = await post(gathering, author, hello(grace));
  await world.changeEvent(id, editGuest, { commandId: randomUUID(), guestId: grace.id, name: "Doctor Grace" }, asUser(host));
  await world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: grace.id }, asUser(host));
  const longer = { text: `Oh hi @${grace.name}!`, mentions: [at(grace.name, grace.id, 6)] };
  await change(gathering, author, said, longer);
  expect(await messageOf(gathering, said)).toMatchObject(longer);
  const also = { text: `Hi @${other.name}`, mentions: [at(other.name, other.id)] };
  expect(await code(change(gathering, author, said, also))).toBe("mention_unknown");
  await change(gathering, author, said, { text: "Hi" });
  expect(await messageOf(gathering, said)).not.toHaveProperty("mentions");
  expect(await code(change(gathering, author, said, hello(grace)))).toBe("mention_unknown");
});

test("an edit of whom alone it mentions is an edit", async () => {
  const gathering = await aParty();
  const { text, mentions } = hello(gathering.host);
  const author = asGuest(gathering.guests[0]!);
  const said = await post(gathering, author, { text });
  await change(gathering, author, said, { text, mentions });
  expect(await messageOf(gathering, said)).toMatchObject({ text, mentions });
  const { rows } = await sql<{ mentions: unknown }>`
    select body #> '{message,mentions}' as mentions from event_log
    where event_id = ${gathering.id} and body ->> 'type' = 'chat.posted'`.execute(db);
  expect(rows.at(-1)!.mentions).toEqual(mentions); // what was posted reads as it does now (L14)
});

const everything = async (eventId: string) => {
  const { rows } = await sql<{ text: string }>`
    select (select json_agg(event_log)::text from event_log where event_id = ${eventId} and body ->> 'type' like 'chat.%')
      || (select json_agg(messages)::text from messages where event_id = ${eventId})
      || coalesce((select json_agg(command_results)::text from command_results), '') as text`.execute(db);
  return rows[0]!.text;
};

/** Grace's account is mentioned as a guest, in what is quoted, pinned and corrected. */
async function aPartyWithGrace() {
  const gathering = await aParty();
  const { id, host, guests } = gathering;
  const [grace, other] = [guests[0]!, guests[1]!];
  const userId = randomUUID();
  await sql`insert into users (id, name, email, email_verified) values (${userId}, 'Grace', ${`${userId}@example.org`}, true)`.execute(db);
  await sql`update guests set user_id = ${userId} where id = ${grace.id}`.execute(db);
  await world.changeEvent(id, editGuest, { commandId: randomUUID(), guestId: grace.id, name: "Canary Hopper" }, asUser(host));
  const canary = { ...grace, name: "Canary Hopper" };
  const said = await post(gathering, asGuest(other), hello(canary));
  const both = `@${host.name} and @${canary.name}, please`;
  const mentions = [at(host.name, host.id, 0), at(canary.name, canary.id, host.name.length + 6)];
  const second = await post(gathering, asUser(host), { text: "to be corrected" }, said);
  await change(gathering, asUser(host), second, { text: both, mentions });
  await world.changeEvent(id, pinMessage, { commandId: randomUUID(), messageId: second }, asUser(host));
  return { gathering, userId, said, second };
}

const erasedText = "Hi @…!";

async function expectNoCanary({ gathering, said, second }: Awaited<ReturnType<typeof aPartyWithGrace>>) {
  const { host } = gathering;
  expect(await everything(gathering.id)).not.toContain("Canary");
  expect(await messageOf(gathering, said)).toMatchObject({
    text: erasedText,
    mentions: [{ personId: null, at: 3, length: 2 }],
    editedAt: null,
  });
  expect(await messageOf(gathering, second)).toMatchObject({
    text: `@${host.name} and @…, please`,
    mentions: [at(host.name, host.id, 0), { personId: null, at: host.name.length + 6, length: 2 }],
    replyTo: { excerpt: erasedText },
  });
  expect((await world.snapshot(gathering.id, hostViewer(gathering)))!.pinned).toMatchObject({ text: `@${host.name} and @…, please` });
}

test("[L14] whose account is deleted is mentioned nowhere any more: in messages, quotes, what is pinned, and the log; others still are", async () => {
  const scene = await aPartyWithGrace();
  expect(await everything(scene.gathering.id)).toContain("Canary"); // control: it was there
  await eraseMentionsOf({ db, changeEvent: world.changeEvent }, scene.userId);
  await expectNoCanary(scene);
  const before = (await world.snapshot(scene.gathering.id, hostViewer(scene.gathering)))!.seq;
  await eraseMentionsOf({ db, changeEvent: world.changeEvent }, scene.userId);
  expect((await world.snapshot(scene.gathering.id, hostViewer(scene.gathering)))!.seq).toBe(before); // again: nothing to do
});

test("[L14] a restore of the moment before erases the mentions again, and leaves those of others", async () => {
  const scene = await aPartyWithGrace();
  await withClient(url, (client) => eraseAgain(client, [{ id: scene.userId, eventId: null, deletedBy: null }]));
  await expectNoCanary(scene);
  const bystander = await aPartyWithGrace();
  await withClient(url, (client) => eraseAgain(client, [{ id: scene.userId, eventId: null, deletedBy: null }]));
  expect(await everything(bystander.gathering.id)).toContain("Canary");
});

test("a host whose account is deleted is mentioned nowhere any more, at events that they do not host by then either", async () => {
  const gathering = await aParty();
  const { id, host, guests } = gathering;
  const said = await post(gathering, asGuest(guests[0]!), hello(host));
  await sql`delete from hosts where event_id = ${id} and id = ${host.id}`.execute(db);
  await eraseMentionsOf({ db, changeEvent: world.changeEvent }, host.id);
  const { rows } = await sql<{ text: string }>`select text from messages where id = ${said}`.execute(db);
  expect(rows).toEqual([{ text: erasedText }]);
});
