import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { addHost } from "../events/commands.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { asUser, aUser } from "../testing/world.ts";
import { grantGuest } from "../guests/visits.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";

/** Who writes to a guest, where an answer goes, and how dates are written. */
const pipeline = await createMailPipeline();
const { db, changeEvent, deliver, world } = pipeline;

async function twoHosts() {
  const { id, host } = await anEventWithGuests(pipeline, [], false);
  const bob = await aUser(world, `Bob ${randomUUID().slice(0, 4)}`);
  await changeEvent(id, addHost, { commandId: randomUUID() }, asUser(bob));
  await sql`update users set email_verified = true where id in (${host.id}, ${bob.id})`.execute(db);
  const guest = { ...guestsToInvite(1)[0]!, email: `${randomUUID()}@example.org`, locale: "en" as const };
  const invite = async () => {
    await changeEvent(id, inviteGuests, inviting([guest]), asUser(bob));
    return (await deliver())[0]!;
  };
  return { id, host, bob, guest, invite };
}

const emailOf = async (userId: string) =>
  (await sql<{ email: string }>`select email from users where id = ${userId}`.execute(db)).rows[0]!.email;

test("an invitation is signed by the host who sends it, and replies go to them", async () => {
  const { bob, invite } = await twoHosts();
  const mail = await invite();
  expect(mail).toMatchObject({
    subject: `${bob.name} invites you: Picnic`,
    from: bob.name,
    replyTo: { name: bob.name, address: await emailOf(bob.id) },
  });
  expect(mail.text).toContain(`your email goes to ${bob.name}`);
});

test.each(["takes_replies = false", "email_verified = false"])("with %s, a host's address is not revealed", async (setting) => {
  const { bob, invite } = await twoHosts();
  await sql`update users set ${sql.raw(setting)} where id = ${bob.id}`.execute(db);
  const mail = await invite();
  expect(mail.replyTo).toBeNull();
  expect([mail.html, mail.text, JSON.stringify(mail.headers)].join(" ")).not.toContain(await emailOf(bob.id));
});

test("dates have the format of the guest's region, or else of the host's", async () => {
  const { id, bob, guest, invite } = await twoHosts();
  await sql`update events set starts_at = '2030-12-19T19:00:00Z', zone = 'Europe/London' where id = ${id}`.execute(db);
  await sql`update users set region = 'US' where id = ${bob.id}`.execute(db);
  expect((await invite()).text).toContain("December 19, 2030");

  await grantGuest(db, randomUUID(), { eventId: id, guestId: guest.guestId, accessVersion: 1, region: "GB" });
  await grantGuest(db, randomUUID(), { eventId: id, guestId: guest.guestId, accessVersion: 1, region: null });
  await db.transaction().execute((tx) =>
    pipeline.queueMail(tx, {
      cause: randomUUID(),
      kind: "invitation",
      recipient: guest.email,
      payload: { eventId: id, guestId: guest.guestId, seq: 0 },
    }),
  );
  expect((await deliver())[0]!.text).toContain("19 December 2030");
});

test("an email is in the language of the guest's account, or of the browser in which they answered, or of their invitation, or else of the host", async () => {
  const { id, guest, invite } = await twoHosts();
  const subject = async () => {
    const mail = { kind: "invitation", recipient: guest.email, payload: { eventId: id, guestId: guest.guestId, seq: 0 } } as const;
    await db.transaction().execute((tx) => pipeline.queueMail(tx, { ...mail, cause: randomUUID() }));
    return (await deliver())[0]!.subject;
  };
  expect((await invite()).subject).toContain("invites you");
  // Whatever opened the link: a program that looks into emails does so, too.
  await grantGuest(db, randomUUID(), { eventId: id, guestId: guest.guestId, accessVersion: 1, language: "de" });
  expect(await subject()).toContain("invites you");
  await sql`update guests set replied_at = now() where id = ${guest.guestId}`.execute(db);
  expect(await subject()).toContain("lädt dich ein");
  await sql`update guests set locale = 'en' where id = ${guest.guestId}`.execute(db);
  expect(await subject()).toContain("lädt dich ein");
  const account = await aUser(world, "Lin");
  await sql`update guests set user_id = ${account.id} where id = ${guest.guestId}`.execute(db);
  expect(await subject()).toContain("invites you");
});
