import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { answerInvitation } from "../guests/commands.ts";
import { guestOfLink } from "../invitations/personal-links.ts";
import { answering, asVisitor, type Gathering } from "../testing/world.ts";
import { anInvitedCrowd, aPostOffice, invitees } from "./post-office.test-support.ts";

const post = await aPostOffice();
const { db, changeEvent } = post;
const limited = { mailAllowance: "auto" as const };

beforeEach(() => void post.waiting.splice(0));

async function aListed(name = "Grace Hopper") {
  const [grace] = invitees(1, { name, email: `${randomUUID()}@example.org` });
  const gathering = await anInvitedCrowd(post, [grace!]);
  await sql`update events set visibility = 'public' where id = ${gathering.id}`.execute(db);
  await post.deliver();
  return { gathering, grace: grace! };
}

const answerAs = ({ id }: Gathering, more: object) =>
  changeEvent(id, answerInvitation, { ...answering("going"), ...more }, asVisitor(randomUUID()));

/** Whose place each link of a mail's text opens, in order. */
async function opened(text: string): Promise<string[]> {
  const links = await Promise.all([...text.matchAll(/\/i\/([\w-]+)/g)].map(([, token]) => guestOfLink(db, token!)));
  return links.map((owner) => owner!.guestId);
}

test("an answer with a listed address is mailed to its owner: their own link, and a way to take the answer back", async () => {
  const { gathering, grace } = await aListed();
  const { result } = await answerAs(gathering, { name: "Grace", email: grace.email });
  const [mail, another] = await post.deliver(limited);
  expect([mail!.to, another]).toEqual([grace.email, undefined]);
  expect(mail!.subject).toContain("already on the list");
  expect(await opened(mail!.text)).toEqual([grace.guestId, result.guestId]);
  expect(mail!.text).toMatch(/\?answer=declined/);
  expect(mail!.calendar).toBeNull();
});

test("the owner gets one such mail an hour, from however many browsers the answers come, and although they have an account", async () => {
  const { gathering, grace } = await aListed();
  await sql`insert into users (id, name, email, email_verified) values (${randomUUID()}, 'Grace', ${grace.email}, true)`.execute(db);
  for (let i = 0; i < 5; i += 1) await answerAs(gathering, { name: "Grace", email: grace.email });
  expect(await post.deliver({ ...limited, enqueue: async () => {} })).toHaveLength(1);
});

test("an address that nobody had, one of somebody with another name, and one whose links were revoked get the usual mail", async () => {
  const { gathering, grace } = await aListed();
  await answerAs(gathering, { name: "Lin", email: "lin@example.org" });
  await answerAs(gathering, { name: "Tom Berg", email: grace.email });
  expect((await post.deliver()).map(({ subject }) => subject)).toEqual(["You’re going to Picnic", "You’re going to Picnic"]);
  await sql`update guests set delivery = 'revoked', access_version = 2 where id = ${grace.guestId}`.execute(db);
  await answerAs(gathering, { name: "Grace", email: grace.email });
  const [mail] = await post.deliver();
  expect(mail!.subject).toBe("You’re going to Picnic");
  expect(await opened(mail!.text)).not.toContain(grace.guestId);
});
