import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { revokeInvitation } from "../invitations/commands.ts";
import { editGuest } from "./commands.ts";
import {
  CODES_A_DAY,
  RECOVERY_ASKERS,
  RECOVERY_ASKERS_A_NETWORK,
  RECOVERY_TRIES,
  redeemRecoveryCode,
  sendRecoveryCode,
} from "./recovery.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const mails: { email: string; code: string }[] = [];
const deps = { db, secret: "a secret", mailCode: async (_tx: unknown, mail: { email: string; code: string }) => void mails.push(mail) };

const visit = randomUUID();
/** A browser in a network of its own, or in one that it is told. */
const from = (visitId: string, network = `network of ${visitId}`) => ({ visitId, network });
const wrongCode = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, "0");

async function aGuestWithAddress(): Promise<{ gathering: Gathering; email: string; guestId: string }> {
  const gathering = await aGathering(world, { guests: 1 });
  const email = `${randomUUID()}@example.org`;
  const guestId = gathering.guests[0]!.id;
  await world.changeEvent(gathering.id, editGuest, { commandId: randomUUID(), guestId, email }, asUser(gathering.host));
  return { gathering, email, guestId };
}

async function codeFor({ gathering, email }: { gathering: Gathering; email: string }): Promise<string> {
  await sendRecoveryCode(deps, gathering.id, email, from(visit));
  return mails.findLast((mail) => mail.email === email)!.code;
}

test("a code gives a guest access again, once", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  expect(await redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: code }, visit)).toEqual({
    guestId: guest.guestId,
    accessVersion: 1,
  });
  await expect(redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: code }, visit)).rejects.toMatchObject({
    code: "code_invalid",
  });
});

test("of fifty concurrent attempts with the right code, one succeeds", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () => redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: code }, visit)),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a code allows a few attempts, also concurrent ones", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  const wrong = wrongCode(code);
  await Promise.allSettled(
    Array.from({ length: RECOVERY_TRIES * 4 }, () =>
      redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: wrong }, visit),
    ),
  );
  await expect(redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: code }, visit)).rejects.toMatchObject({
    code: "code_invalid",
  });
  const { rows } = await sql<{
    tries: number;
  }>`select recovery_askers.tries from recovery_askers join recovery_codes on id = code_id where guest_id = ${guest.guestId}`.execute(db);
  expect(rows[0]!.tries).toBe(RECOVERY_TRIES);
});

test("a code is valid for one event, while it is the newest, and for a short time", async () => {
  const guest = await aGuestWithAddress();
  const older = await codeFor(guest);
  const newer = await codeFor(guest);
  const other = await aGuestWithAddress();
  if (older !== newer)
    await expect(redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: older }, visit)).rejects.toMatchObject({
      code: "code_invalid",
    });
  await expect(redeemRecoveryCode(deps, other.gathering.id, { email: guest.email, code: newer }, visit)).rejects.toMatchObject({
    code: "code_invalid",
  });
  await sql`update recovery_codes set expires_at = now() - interval '1 second' where guest_id = ${guest.guestId}`.execute(db);
  await expect(redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: newer }, visit)).rejects.toMatchObject({
    code: "code_invalid",
  });
});

test("a code that was emailed before the guest was revoked is refused afterwards", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  const { gathering, guestId, email } = guest;
  await world.changeEvent(gathering.id, revokeInvitation, { commandId: randomUUID(), guestId }, asUser(gathering.host));
  await expect(redeemRecoveryCode(deps, gathering.id, { email, code }, visit)).rejects.toMatchObject({ code: "code_invalid" });
});

test("an address that is not on the list gets no email and the same reply", async () => {
  const { gathering } = await aGuestWithAddress();
  const before = mails.length;
  await expect(sendRecoveryCode(deps, gathering.id, "stranger@example.org", from(visit))).resolves.toBeUndefined();
  expect(mails).toHaveLength(before);
});

test("five codes per guest and day, each with attempts in a few browsers, are the limit from anywhere", async () => {
  const guest = await aGuestWithAddress();
  await sql`update guests set delivery = 'sent' where id = ${guest.guestId}`.execute(db);
  const before = mails.length;
  for (let i = 0; i < 30; i += 1) await sendRecoveryCode(deps, guest.gathering.id, guest.email, from(randomUUID()));
  expect(mails.length - before).toBe(CODES_A_DAY);
  expect(CODES_A_DAY * RECOVERY_ASKERS * RECOVERY_TRIES).toBeLessThanOrEqual(240);
});

test("wrong attempts in another browser take none from this one, and its code works only here", async () => {
  const guest = await aGuestWithAddress();
  await sql`update guests set delivery = 'sent' where id = ${guest.guestId}`.execute(db);
  const code = await codeFor(guest);
  const elsewhere = (tried: string) => redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code: tried }, randomUUID());
  for (const tried of ["00000000", "11111111", "22222222", "33333333", "44444444", code])
    await expect(elsewhere(tried)).rejects.toMatchObject({ code: "code_invalid" });
  expect(await redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code }, visit)).toMatchObject({ guestId: guest.guestId });
});

test("an unverified address gets one email an hour; requested again, its last code works there too", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  const before = mails.length;
  const [other, another] = [randomUUID(), randomUUID()];
  for (const one of [other, another]) await sendRecoveryCode(deps, guest.gathering.id, guest.email, from(one));
  expect(mails).toHaveLength(before);
  expect(await redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code }, other)).toMatchObject({ guestId: guest.guestId });
});

test("a request at another event leaves a code with the browser and event that it was for", async () => {
  const guest = await aGuestWithAddress();
  const elsewhere = await aGuestWithAddress();
  const { gathering, guestId } = elsewhere;
  await world.changeEvent(gathering.id, editGuest, { commandId: randomUUID(), guestId, email: guest.email }, asUser(gathering.host));
  const code = await codeFor(guest);
  const other = randomUUID();
  await sendRecoveryCode(deps, gathering.id, guest.email, from(other));
  const redeem = (visitId: string) => redeemRecoveryCode(deps, guest.gathering.id, { email: guest.email, code }, visitId);
  await expect(redeem(other)).rejects.toMatchObject({ code: "code_invalid" });
  expect(await redeem(visit)).toMatchObject({ guestId: guest.guestId });
});

/** Tries, one after the other, until they are used up; returns how many were wrong, as far as the guest's codes count them. */
async function guess(
  { gathering, email, guestId }: { gathering: Gathering; email: string; guestId: string },
  code: string,
  visitId: string,
) {
  for (let i = 0; i <= RECOVERY_TRIES; i += 1)
    await expect(redeemRecoveryCode(deps, gathering.id, { email, code: wrongCode(code) }, visitId)).rejects.toMatchObject({
      code: "code_invalid",
    });
  const { rows } = await sql<{ tries: number }>`
    select coalesce(sum(recovery_askers.tries), 0)::int as tries from recovery_askers join recovery_codes on id = code_id
    where guest_id = ${guestId}`.execute(db);
  return rows[0]!.tries;
}

test.each(["the guest asks first", "the stranger asks first"])(
  "a stranger who asks for the code of an unproven address, too, uses up their own tries: %s",
  async (order) => {
    const guest = await aGuestWithAddress();
    const { gathering, email, guestId } = guest;
    const [theirs, strangers] = [randomUUID(), randomUUID()];
    const asking = order === "the guest asks first" ? [theirs, strangers] : [strangers, theirs];
    const before = mails.length;
    for (const one of asking) await sendRecoveryCode(deps, gathering.id, email, from(one));
    expect(mails).toHaveLength(before + 1);
    const { code } = mails.at(-1)!;
    expect(await guess(guest, code, strangers)).toBe(RECOVERY_TRIES);
    await expect(redeemRecoveryCode(deps, gathering.id, { email, code }, strangers)).rejects.toMatchObject({ code: "code_invalid" });
    expect(await redeemRecoveryCode(deps, gathering.id, { email, code }, theirs)).toMatchObject({ guestId });
  },
);

test("the browsers of one network share a few attempts, and other networks have their own", async () => {
  const guest = await aGuestWithAddress();
  const { gathering, email, guestId } = guest;
  const code = await codeFor(guest);
  let tries = 0;
  for (let i = 0; i < RECOVERY_ASKERS; i += 1) {
    const stranger = randomUUID();
    await sendRecoveryCode(deps, gathering.id, email, from(stranger, "a stranger's network"));
    tries = await guess(guest, code, stranger);
  }
  expect(tries).toBe(RECOVERY_ASKERS_A_NETWORK * RECOVERY_TRIES);
  const elsewhere = randomUUID();
  await sendRecoveryCode(deps, gathering.id, email, from(elsewhere));
  expect(await redeemRecoveryCode(deps, gathering.id, { email, code }, elsewhere)).toMatchObject({ guestId });
});

test("a code's attempts are limited over all networks, and the first browser keeps its own", async () => {
  const guest = await aGuestWithAddress();
  const { gathering, email, guestId } = guest;
  const code = await codeFor(guest);
  let tries = 0;
  for (let i = 0; i < RECOVERY_ASKERS + 3; i += 1) {
    const stranger = randomUUID();
    await sendRecoveryCode(deps, gathering.id, email, from(stranger));
    tries = await guess(guest, code, stranger);
  }
  expect(tries).toBe((RECOVERY_ASKERS - 1) * RECOVERY_TRIES);
  expect(await redeemRecoveryCode(deps, gathering.id, { email, code }, visit)).toMatchObject({ guestId });
});

test("when a stranger has used up the day's codes, the newest still works for the guest", async () => {
  const guest = await aGuestWithAddress();
  const { gathering, email, guestId } = guest;
  await sql`update guests set delivery = 'sent' where id = ${guestId}`.execute(db);
  for (let i = 0; i < CODES_A_DAY; i += 1) await sendRecoveryCode(deps, gathering.id, email, from(randomUUID(), "a stranger's network"));
  const { code } = mails.findLast((mail) => mail.email === email)!;
  await sql`update recovery_codes set expires_at = now() - interval '1 hour', created_at = created_at - interval '2 hours' where guest_id = ${guestId}`.execute(
    db,
  );
  const theirs = randomUUID();
  const redeem = () => redeemRecoveryCode(deps, gathering.id, { email, code }, theirs);
  await expect(redeem()).rejects.toMatchObject({ code: "code_invalid" });
  const before = mails.length;
  await sendRecoveryCode(deps, gathering.id, email, from(theirs));
  expect(mails).toHaveLength(before);
  expect(await redeem()).toMatchObject({ guestId });
});
