import { createHmac, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { ALL_INVITATIONS, isSuppressed } from "../mail/suppression.ts";
import { expectConvergence } from "../testing/expect-convergence.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, createWorld, guestViewer, hostViewer, publicViewer, type Gathering } from "../testing/world.ts";
import { systemCaller } from "../log/caller.ts";
import { ADDRESSES_AT_ONCE, rewriteAddresses, rewriteGuest } from "./rewrite-addresses.ts";

const { deps, server } = await testApp();
const { db, changeEvent } = deps;
const world = createWorld(db);
const rewrite = () => rewriteAddresses({ db, changeEvent, secret: testSecret });
const password = "tangerine-kayak-7";

let count = 0;
/** One mailbox: as it is looked for, and as it was kept when it was typed with its domain in ASCII. */
function aMailbox() {
  const local = `jo-${(count += 1)}`;
  return { letters: `${local}@bücher.example`, ascii: `${local}@xn--bcher-kva.example` };
}

/** As the earlier version wrote rows: with the address as it was typed, in lower case. */
async function anAccountOf(email: string, name = "Jo"): Promise<string> {
  const passwordHash = await hashPassword(`${name} ${password}`);
  return (await db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash })))!;
}
const keep = ({ guests }: Gathering, index: number, email: string) =>
  sql`update guests set email = ${email} where id = ${guests[index]!.id}`.execute(db);
const addressesOf = async ({ guests }: Gathering) =>
  (
    await sql<{ email: string | null }>`
      select email from guests where id = any(${guests.map(({ id }) => id)}::uuid[]) order by array_position(${guests.map(({ id }) => id)}::uuid[], id)`.execute(
      db,
    )
  ).rows.map(({ email }) => email);

async function signIn(email: string, name: string) {
  const reply = await server.inject({
    method: "POST",
    url: "/api/auth/sign-in",
    headers: { host: "turnout.test", origin: testUrl },
    payload: { email, password: `${name} ${password}` },
  });
  return reply.statusCode === 200 ? reply.json().account.id : reply.json().code;
}

test("an address that an earlier version stored is found when normalized: guests, removed guests, accounts, invitations", async () => {
  const { letters, ascii } = aMailbox();
  const event = await aGathering(world, { guests: 3 });
  await keep(event, 0, ascii);
  await keep(event, 1, ascii);
  await sql`update guests set removed_at = now() where id = ${event.guests[1]!.id}`.execute(db);
  await keep(event, 2, letters);
  const userId = await anAccountOf(ascii);
  const [invitation, verification] = [randomUUID(), randomUUID()];
  await sql`insert into host_invitations (id, event_id, email, token_hash, created_by, expires_at)
    values (${invitation}, ${event.id}, ${ascii}, ${Buffer.from(invitation)}, ${event.host.id}, now() + interval '1 day')`.execute(db);
  await sql`insert into verifications (id, identifier, value, expires_at)
    values (${verification}, ${`magic-link:${verification}`}, ${JSON.stringify({ type: "magic-link", email: ascii })}, now() + interval '1 day')`.execute(
    db,
  );
  await sql`insert into mails (id, cause, kind, recipient, payload) values (${randomUUID()}, ${ascii}, 'invitation', ${ascii}, '{}')`.execute(
    db,
  );

  expect(await rewrite()).toEqual({ addresses: 1, shared: [] });
  expect(await addressesOf(event)).toEqual([letters, letters, letters]);
  const { rows } = await sql<{ email: string }>`
    select email from users where id = ${userId} union all select email from host_invitations where id = ${invitation}
    union all select value::jsonb ->> 'email' from verifications where id = ${verification}
    union all select recipient from mails where cause = ${ascii}`.execute(db);
  expect(rows.map(({ email }) => email)).toEqual([letters, letters, letters, letters]);
  expect(await rewrite()).toEqual({ addresses: 0, shared: [] });
});

test("an account can be signed in to with either form of its address, before and after", async () => {
  const { letters, ascii } = aMailbox();
  const userId = await anAccountOf(ascii);
  for (const email of [letters, ascii, ascii.toUpperCase()]) expect(await signIn(email, "Jo")).toBe(userId);
  await rewrite();
  for (const email of [letters, ascii, ascii.toUpperCase()]) expect(await signIn(email, "Jo")).toBe(userId);
});

test("hosts who have the list open see the change, and the log names the actor", async () => {
  const { letters, ascii } = aMailbox();
  const event = await aGathering(world, { guests: 1, fields: { visibility: "public" } });
  await keep(event, 0, ascii);
  const guestId = event.guests[0]!.id;
  await expectConvergence(world, event.id, [hostViewer(event), guestViewer(event.guests[0]!), publicViewer], () =>
    world.changeEvent(event.id, rewriteGuest, { commandId: randomUUID(), guestId, from: ascii, to: letters }, systemCaller),
  );
  const { rows } = await sql<{ by: string; email: string }>`
    select actor ->> 'name' as by, body -> 'guest' ->> 'email' as email from event_log where event_id = ${event.id} order by seq desc limit 1`.execute(
    db,
  );
  expect(rows).toEqual([{ by: "Turnout", email: letters }]);
});

test("of two accounts with one normalized address each stays, is logged, and opens with its own password, in either form", async () => {
  const { letters, ascii } = aMailbox();
  const [older, newer] = [await anAccountOf(ascii, "Older"), await anAccountOf(letters, "Newer")];
  const shared = [{ userId: older, otherId: newer }];
  expect((await rewrite()).shared).toEqual(shared);
  expect((await rewrite()).shared).toEqual(shared);
  for (const email of [letters, ascii]) {
    expect(await signIn(email, "Older")).toBe(older);
    expect(await signIn(email, "Newer")).toBe(newer);
    expect(await signIn(email, "Nobody")).toBe("sign_in_failed");
  }
  await sql`delete from users where id = ${older}`.execute(db);
});

test("unsubscribing under the earlier form holds under the normalized one, whether or not the address is still stored", async () => {
  const hashOf = (form: string) => createHmac("sha256", testSecret).update("suppression").update(form).digest();
  const wish = (form: string) =>
    sql`insert into suppressions (address_hash, scope) values (${hashOf(form)}, ${ALL_INVITATIONS})`.execute(db);
  const known = aMailbox();
  const wide = { letters: `wide-${count}@example.org`, typed: `wide-${count}@ｅxample.org` };
  const event = await aGathering(world, { guests: 2 });
  await keep(event, 0, known.ascii);
  await keep(event, 1, wide.typed);
  for (const form of [known.ascii, wide.typed]) await wish(form);
  await rewrite();
  const forgotten = aMailbox();
  await wish(forgotten.ascii);
  for (const email of [known.letters, wide.letters, forgotten.letters])
    expect([email, await isSuppressed(db, testSecret, email, [ALL_INVITATIONS])]).toEqual([email, true]);
  expect(await isSuppressed(db, testSecret, aMailbox().letters, [ALL_INVITATIONS])).toBe(false);
});

test("every address is normalized, however many there are, and an invalid one does not stop the others", async () => {
  const many = ADDRESSES_AT_ONCE + 2;
  const event = await aGathering(world, { guests: 1 });
  await keep(event, 0, "zoe@xn--bcher-kva.example");
  await sql`
    insert into host_invitations (id, event_id, email, token_hash, created_by, expires_at)
    select gen_random_uuid(), ${event.id}, 'many-' || n || '@xn--bcher-kva.example', decode(md5(n::text), 'hex'), ${event.host.id}, now()
    from generate_series(1, ${many}) n`.execute(db);
  await sql`insert into mails (id, cause, kind, recipient, payload) values (${randomUUID()}, 'odd', 'invitation', 'odd@xn--\u00e9', '{}')`.execute(
    db,
  );
  expect((await rewrite()).addresses).toBe(many + 1);
  expect(await addressesOf(event)).toEqual(["zoe@bücher.example"]);
  expect((await sql`select from host_invitations where email like '%xn--%'`.execute(db)).rows).toEqual([]);
});
