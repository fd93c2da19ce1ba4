import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { answerInvitation } from "../guests/commands.ts";
import { guestOfLink } from "../invitations/personal-links.ts";
import { answering, asVisitor, type Gathering } from "../testing/world.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const { db, changeEvent } = pipeline;
const limited = { mailAllowance: "auto" as const };

beforeEach(() => void pipeline.waiting.splice(0));

async function aListed(name = "Grace Hopper") {
  const [grace] = guestsToInvite(1, { name, email: `${randomUUID()}@example.org` });
  const gathering = await anEventWithGuests(pipeline, [grace!]);
  await sql`update events set visibility = 'public' where id = ${gathering.id}`.execute(db);
  await pipeline.deliver();
  return { gathering, grace: grace! };
}

const answerAs = ({ id }: Gathering, more: object) =>
  changeEvent(id, answerInvitation, { ...answering("going"), ...more }, asVisitor(randomUUID()));

/** Whose place each link of a mail's text opens, in order. */
async function opened(text: string): Promise<string[]> {
  const links = await Promise.all([...text.matchAll(/\/i\/([\w-]+)/g)].map(([, token]) => guestOfLink(db, token!)));
  return links.map((owner) => owner!.guestId);
}

test("an answer with a listed address sends its owner an email, with their link and a way to take the answer back", async () => {
  const { gathering, grace } = await aListed();
  const { result } = await answerAs(gathering, { name: "Grace", email: grace.email });
  const [mail, another] = await pipeline.deliver(limited);
  expect([mail!.to, another]).toEqual([grace.email, undefined]);
  expect(mail!.subject).toContain("already on the list");
  expect(await opened(mail!.text)).toEqual([grace.guestId, grace.guestId, result.guestId]);
  expect(mail!.text).toMatch(/\?answer=declined/);
  expect(mail!.calendar).toBeNull();
});

test("the owner gets one such email an hour, from any number of browsers, with an account too", async () => {
  const { gathering, grace } = await aListed();
  await sql`insert into users (id, name, email, email_verified) values (${randomUUID()}, 'Grace', ${grace.email}, true)`.execute(db);
  for (let i = 0; i < 5; i += 1) await answerAs(gathering, { name: "Grace", email: grace.email });
  expect(await pipeline.deliver({ ...limited, enqueue: async () => {} })).toHaveLength(1);
});

test("a new address, one listed under another name, and one with revoked links get the usual email", async () => {
  const { gathering, grace } = await aListed();
  await answerAs(gathering, { name: "Lin", email: "lin@example.org" });
  await answerAs(gathering, { name: "Tom Berg", email: grace.email });
  expect((await pipeline.deliver()).map(({ subject }) => subject)).toEqual(["You’re going to Picnic", "You’re going to Picnic"]);
  await sql`update guests set delivery = 'revoked', access_version = 2 where id = ${grace.guestId}`.execute(db);
  await answerAs(gathering, { name: "Grace", email: grace.email });
  const [mail] = await pipeline.deliver();
  expect(mail!.subject).toBe("You’re going to Picnic");
  expect(await opened(mail!.text)).not.toContain(grace.guestId);
});
