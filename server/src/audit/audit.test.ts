import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { postMessage } from "../chat/commands.ts";
import { addHost, removeHost } from "../events/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser } from "../testing/world.ts";
import { AUDIT_KEPT_DAYS, forgetOldAudit } from "./audit.ts";
import { auditLines, readAudit } from "./read-audit.ts";

const app = await testApp();
const { deps, server } = app;
const { db, changeEvent } = deps;
const world = { ...deps, hints: [] } as never;
const password = "tangerine-kayak-7";
const headers = { host: new URL(testUrl).host, origin: testUrl };

async function anAccount(name: string) {
  const email = `${randomUUID()}@people.test`;
  const account = { name, email, locale: "en", passwordHash: await hashPassword(password) };
  const id = (await db.transaction().execute((tx) => createAccount(tx, account)))!;
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
  return { id, name, email, cookie: String(reply.headers["set-cookie"]).split(";")[0]! };
}

const actionsOf = async (filter: { actorId?: string; eventId?: string }) =>
  (await readAudit(db, { days: 1, ...filter })).map(({ action }) => action).reverse();

test("what a host does to an event is noted with the entry that does it; what is said and answered is not", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const [one, other] = gathering.guests;
  const host = asUser(gathering.host);
  const second = await anAccount("Second");
  const eventId = gathering.id;
  const made = await actionsOf({ eventId });
  await changeEvent(eventId, addHost, { commandId: randomUUID() }, asUser(second));
  await changeEvent(eventId, answerInvitation, answering("going"), asGuest(other!));
  await changeEvent(eventId, postMessage, { commandId: randomUUID(), text: "hello", replyTo: null }, host);
  await changeEvent(eventId, removeGuest, { commandId: randomUUID(), guestId: one!.id }, host);
  await changeEvent(eventId, removeHost, { commandId: randomUUID(), userId: second.id }, host);
  const refused = changeEvent(eventId, removeGuest, { commandId: randomUUID(), guestId: other!.id }, asUser(second));
  await expect(refused).rejects.toMatchObject({ code: expect.any(String) });
  const all = await readAudit(db, { days: 1, eventId });
  expect(all.map(({ action }) => action).reverse()).toEqual([...made, "host.added", "guest.removed", "host.removed"]);
  expect(made).toContain("event.created");
  expect(all[0]).toMatchObject({ actor_id: gathering.host.id, subject_id: second.id });
  expect(all[1]).toMatchObject({ actor_id: gathering.host.id, subject_id: one!.id });
});

test("sign-in, sign-out, a new password, an export and the end of an account are noted; a wrong password is not", async () => {
  const ada = await anAccount("Ada");
  const asked = { headers: { ...headers, cookie: ada.cookie } };
  const gathering = await aGathering(world, {});
  await changeEvent(gathering.id, addHost, { commandId: randomUUID() }, asUser(ada));
  const german = { ...asked.headers, "accept-language": "de-AT" };
  const list = await server.inject({ url: `/api/events/${gathering.id}/guests.csv`, headers: german });
  expect([list.statusCode, list.headers["content-disposition"]]).toEqual([200, expect.stringContaining("filename*=UTF-8''")]);
  expect(list.body).toMatch(/^\ufeff"Name","E-Mail","Antwort"/);
  const wrong = { email: ada.email, password: "not this one, surely" };
  expect((await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: wrong })).statusCode).not.toBe(200);
  const change = { currentPassword: password, newPassword: "another-long-kayak-8" };
  const changed = await server.inject({ method: "PUT", url: "/api/auth/password", ...asked, payload: change });
  expect(changed.statusCode).toBe(200);
  const cookie = String(changed.headers["set-cookie"]).split(";")[0]!;
  await changeEvent(gathering.id, removeHost, { commandId: randomUUID(), userId: ada.id }, asUser(gathering.host));
  const deleted = await server.inject({ method: "DELETE", url: "/api/auth/account", headers: { ...headers, cookie } });
  expect(deleted.statusCode, deleted.body).toBe(200);
  const actions = await actionsOf({ actorId: ada.id });
  expect(actions).toEqual([
    "session.started",
    "host.added",
    "guests.exported",
    "password.changed",
    "session.ended",
    "session.started",
    "account.deleted",
  ]);
});

test("each session that ends is noted, also those that are ended elsewhere; one that had ended before is not", async () => {
  const ada = await anAccount("Ada");
  const signIn = { method: "POST", url: "/api/auth/sign-in", headers, payload: { email: ada.email, password } } as const;
  for (let times = 0; times < 2; times++) expect((await server.inject(signIn)).statusCode).toBe(200);
  const asked = { headers: { ...headers, cookie: ada.cookie } };
  const ended = async () => (await actionsOf({ actorId: ada.id })).filter((action) => action === "session.ended").length;
  for (let times = 0; times < 2; times++) {
    expect((await server.inject({ method: "DELETE", url: "/api/auth/sessions", ...asked })).statusCode).toBe(200);
    expect(await ended()).toBe(2);
  }
  expect((await server.inject({ method: "POST", url: "/api/auth/sign-out", ...asked })).statusCode).toBe(200);
  expect(await ended()).toBe(3);
});

test("of a person whose account is deleted, the audit log holds an id and nothing else", async () => {
  const ada = await anAccount("Ada of the erased name");
  expect(auditLines(await readAudit(db, { days: 1, actorId: ada.id }))[0]).toContain(`session.started ${ada.name} (${ada.id})`);
  await server.inject({ method: "DELETE", url: "/api/auth/account", headers: { ...headers, cookie: ada.cookie } });
  const lines = auditLines(await readAudit(db, { days: 1, actorId: ada.id }));
  expect(lines[0]).toContain(`account.deleted a deleted account (${ada.id})`);
  const rows = await sql<{ row: string }>`select audit::text as row from audit`.execute(db);
  expect(rows.rows.filter(({ row }) => row.includes(ada.name) || row.includes(ada.email))).toEqual([]);
});

test("nobody changes, deletes or empties what is noted before its time; after it, maintenance deletes it", async () => {
  const actorId = randomUUID();
  const noted = (days: number) =>
    sql`insert into audit (actor_id, action, at) values (${actorId}, 'session.started', now() - ${`${days} days`}::interval)`.execute(db);
  await noted(AUDIT_KEPT_DAYS - 1);
  await noted(AUDIT_KEPT_DAYS + 1);
  for (const statement of [
    "update audit set action = 'nothing'",
    // Of this account alone: another one's younger rows would keep all of them.
    `delete from audit where actor_id = '${actorId}' and at > now() - interval '9588 hours'`,
    "truncate audit",
  ])
    await expect(sql.raw(statement).execute(db), statement).rejects.toThrow("the audit log is only added to");
  // A clock that is wrong deletes nothing that the database's would keep.
  await forgetOldAudit(db, new Date(Date.now() + 1_000 * 86_400_000));
  const kept = await readAudit(db, { days: 2 * AUDIT_KEPT_DAYS, actorId });
  expect(kept).toHaveLength(1);
  expect(kept[0]!.at.getTime()).toBeGreaterThan(Date.now() - AUDIT_KEPT_DAYS * 86_400_000);
});
