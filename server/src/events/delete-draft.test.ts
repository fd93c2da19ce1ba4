import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Refusal } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { postMessage } from "../chat/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, type Gathering, type Member } from "../testing/world.ts";
import { addHost, cancelEvent, editEvent, publishEvent } from "./commands.ts";
import { deleteDraft } from "./delete-draft.ts";
import { inviteHost } from "./host-invitations.ts";
import { imageBytes, storeImage } from "./images.ts";

const { deps, server } = await testApp();
const { db, changeEvent } = deps;
const world = { ...deps, hints: [] } as never;
const headers = { host: new URL(testUrl).host, origin: testUrl };
const password = "tangerine-kayak-7";
const rename = editEvent({ needs: [], afterEdit: () => {} });

async function signedUp(name: string, locale = "en"): Promise<Member & { cookie: string; email: string }> {
  const email = `${randomUUID()}@people.test`;
  const account = { name, email, locale, passwordHash: await hashPassword(password) };
  const id = (await db.transaction().execute((tx) => createAccount(tx, account)))!;
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
  return { id, name, email, cookie: String(reply.headers["set-cookie"]).split(";")[0]! };
}

const host = ({ id }: Gathering, member: Member) => changeEvent(id, addHost, { commandId: randomUUID() }, asUser(member));
const remove = ({ id }: Gathering, cookie: string) =>
  server.inject({ method: "DELETE", url: `/api/events/${id}`, headers: { ...headers, cookie } });

/** The tables that have rows of an event. */
async function rowsOf(eventId: string): Promise<string[]> {
  const tables = await sql<{ name: string; key: string }>`
    select table_name as name, column_name as key from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and (column_name = 'event_id' or (table_name = 'events' and column_name = 'id'))`.execute(
    db,
  );
  const found = [];
  for (const { name, key } of tables.rows)
    if ((await sql`select from ${sql.table(name)} where ${sql.ref(key)} = ${eventId}`.execute(db)).rows.length > 0) found.push(name);
  return found.toSorted();
}

test("a host deletes a draft with all that belongs to it, and the other hosts get an email in their language", async () => {
  const [ada, lin, bea] = [await signedUp("Ada"), await signedUp("Lin", "de"), await signedUp("Bea")];
  const [draft, other] = [await aGathering(world, { published: false }), await aGathering(world, { published: false })];
  for (const member of [ada, lin]) await host(draft, member);
  await host(other, bea);
  await changeEvent(draft.id, postMessage, { commandId: randomUUID(), text: "where to?", replyTo: null }, asUser(ada));
  await inviteHost(db, { eventId: draft.id, email: "new@people.test", createdBy: ada.id });
  const kept = await rowsOf(other.id);
  expect(await rowsOf(draft.id)).toEqual(
    expect.arrayContaining(["command_results", "event_log", "events", "host_invitations", "hosts", "messages"]),
  );

  const reply = await remove(draft, ada.cookie);
  expect([reply.statusCode, reply.json()]).toEqual([200, { deleted: true }]);
  expect(await rowsOf(draft.id)).toEqual(["audit"]);
  expect(await rowsOf(other.id)).toEqual(kept);
  const noted = await sql`select actor_id, event_id from audit where action = 'draft.deleted'`.execute(db);
  expect(noted.rows).toEqual([{ actor_id: ada.id, event_id: draft.id }]);

  const mails = await sql<{ recipient: string; payload: object }>`select recipient, payload from mails where kind = 'draftDeleted'`.execute(
    db,
  );
  const toLin = mails.rows.filter(({ recipient }) => recipient === lin.email);
  expect(toLin).toMatchObject([{ payload: { locale: "de", title: "Picnic", by: "Ada" } }]);
  expect(mails.rows.map(({ recipient }) => recipient)).not.toContain(ada.email);

  expect((await remove(draft, ada.cookie)).json()).toMatchObject({ code: "event_not_found" });
});

test("what guests may have seen is cancelled and not deleted; whoever is no host learns nothing", async () => {
  const [ada, eve] = [await signedUp("Ada"), await signedUp("Eve")];
  const event = await aGathering(world, { published: false });
  await host(event, ada);
  expect((await remove(event, eve.cookie)).json()).toMatchObject({ status: 404, code: "event_not_found" });
  expect((await remove(event, "")).json()).toMatchObject({ status: 401, code: "sign_in_required" });

  await changeEvent(event.id, publishEvent, { commandId: randomUUID() }, asUser(ada));
  expect((await remove(event, ada.cookie)).json()).toMatchObject({ status: 409, code: "event_published" });
  expect((await remove(event, eve.cookie)).json()).toMatchObject({ code: "event_not_found" });
  await changeEvent(event.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(ada));
  expect((await remove(event, ada.cookie)).json()).toMatchObject({ code: "event_published" });
  expect(await rowsOf(event.id)).toContain("events");
});

test("its picture goes with it, unless another event has it", async () => {
  const ada = await signedUp("Ada");
  const pictures = [];
  for (const isShared of [false, true]) {
    const { imageId } = await storeImage(db, ada.id, { webp: Buffer.from("picture"), width: 3, height: 4 } as never);
    const fields = { cover: { theme: "waves", imageId } } as never;
    const draft = await aGathering(world, { published: false, fields });
    if (isShared) await aGathering(world, { fields });
    await host(draft, ada);
    expect((await remove(draft, ada.cookie)).statusCode).toBe(200);
    pictures.push(await imageBytes(db, imageId).then(String, ({ code }: Refusal) => code));
  }
  expect(pictures).toEqual(["event_not_found", "picture"]);
});

test("of a deletion and a publication at the same moment one wins, and what others write meanwhile leaves nothing behind", async () => {
  const mail = { mailDraftDeleted: async () => {} };
  const outcomes = new Set<string>();
  for (let round = 0; round < 24; round++) {
    const draft = await aGathering(world, { published: false });
    const caller = asUser(draft.host);
    const titles = Array.from({ length: 6 }, (_, at) => `Picnic ${at}`);
    const writes = titles.map(async (title, at) => {
      await sleep(at);
      return changeEvent(draft.id, rename, { commandId: randomUUID(), fields: { title } } as never, caller);
    });
    const publish = sleep(round % 6).then(() => changeEvent(draft.id, publishEvent, { commandId: randomUUID() }, caller));
    const deletion = sleep((round * 5) % 7).then(() => deleteDraft(db, mail, { eventId: draft.id, userId: draft.host.id }));
    const [published, deleted, ...written] = await Promise.allSettled([publish, deletion, ...writes]);

    const refusedAs = (settled: PromiseSettledResult<unknown>) => (settled.status === "rejected" ? settled.reason.code : "done");
    const outcome = `${refusedAs(published)}/${refusedAs(deleted)}`;
    outcomes.add(outcome);
    const isGone = outcome === "event_not_found/done";
    expect(isGone || outcome === "done/event_published", outcome).toBe(true);
    for (const one of written) expect(isGone ? ["done", "event_not_found"] : ["done"]).toContain(refusedAs(one));
    expect(await rowsOf(draft.id)).toEqual(isGone ? ["audit"] : expect.arrayContaining(["events", "event_log"]));
  }
  expect([...outcomes].toSorted()).toEqual(["done/event_published", "event_not_found/done"]);
});

test("a creation or a copy that is sent again does not bring back a draft that was deleted meanwhile", async () => {
  const [ada, original] = [await signedUp("Ada"), await aGathering(world)];
  await host(original, ada);
  const send = (url: string, payload: object) =>
    server.inject({ method: "POST", url, headers: { ...headers, cookie: ada.cookie }, payload });
  const [created, copied] = [randomUUID(), randomUUID()];
  const create = () => send("/api/events", { commandId: created, eventId: created, fields: { title: "Picnic", zone: "Europe/Berlin" } });
  const copy = () => send(`/api/events/${original.id}/copies`, { commandId: copied, newEventId: copied });
  for (const [id, again] of [
    [created, create],
    [copied, copy],
  ] as const) {
    const first = await again();
    expect(first.statusCode, first.body).toBe(200);
    expect((await again()).json()).toEqual(first.json());
    await remove({ id } as Gathering, ada.cookie);
    expect((await again()).json()).toMatchObject({ code: "event_not_found" });
    expect(await rowsOf(id)).toEqual(["audit"]);
  }
});
