import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { editGuest } from "./commands.ts";
import { RECOVERY_TRIES, redeemRecoveryCode, sendRecoveryCode } from "./recovery.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const mails: { email: string; code: string }[] = [];
const deps = { db, secret: "a secret", mailCode: async (_tx: unknown, mail: { email: string; code: string }) => void mails.push(mail) };

async function aGuestWithAddress(): Promise<{ gathering: Gathering; email: string; guestId: string }> {
  const gathering = await aGathering(world, { guests: 1 });
  const email = `${randomUUID()}@example.org`;
  const guestId = gathering.guests[0]!.id;
  await world.changeEvent(gathering.id, editGuest, { commandId: randomUUID(), guestId, email }, asUser(gathering.host));
  return { gathering, email, guestId };
}

async function codeFor({ gathering, email }: { gathering: Gathering; email: string }): Promise<string> {
  await sendRecoveryCode(deps, gathering.id, email);
  return mails.findLast((mail) => mail.email === email)!.code;
}

test("a code brings a guest back, once", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  expect(await redeemRecoveryCode(deps, guest.gathering.id, guest.email, code)).toEqual({ guestId: guest.guestId, accessVersion: 1 });
  await expect(redeemRecoveryCode(deps, guest.gathering.id, guest.email, code)).rejects.toMatchObject({ code: "code_invalid" });
});

test("of fifty parallel tries with the right code, one counts", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  const tries = await Promise.allSettled(Array.from({ length: 50 }, () => redeemRecoveryCode(deps, guest.gathering.id, guest.email, code)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a code is worth a few tries, also in parallel", async () => {
  const guest = await aGuestWithAddress();
  const code = await codeFor(guest);
  const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, "0");
  await Promise.allSettled(
    Array.from({ length: RECOVERY_TRIES * 4 }, () => redeemRecoveryCode(deps, guest.gathering.id, guest.email, wrong)),
  );
  await expect(redeemRecoveryCode(deps, guest.gathering.id, guest.email, code)).rejects.toMatchObject({ code: "code_invalid" });
  const { rows } = await sql<{ tries: number }>`select tries from recovery_codes where guest_id = ${guest.guestId}`.execute(db);
  expect(rows[0]!.tries).toBe(RECOVERY_TRIES);
});

test("a code is for one event, its newest, and a short time", async () => {
  const guest = await aGuestWithAddress();
  const older = await codeFor(guest);
  const newer = await codeFor(guest);
  const other = await aGuestWithAddress();
  if (older !== newer)
    await expect(redeemRecoveryCode(deps, guest.gathering.id, guest.email, older)).rejects.toMatchObject({ code: "code_invalid" });
  await expect(redeemRecoveryCode(deps, other.gathering.id, guest.email, newer)).rejects.toMatchObject({ code: "code_invalid" });
  await sql`update recovery_codes set expires_at = now() - interval '1 second' where guest_id = ${guest.guestId}`.execute(db);
  await expect(redeemRecoveryCode(deps, guest.gathering.id, guest.email, newer)).rejects.toMatchObject({ code: "code_invalid" });
});

test("to an address that is not on the list, nothing is sent and nothing is said", async () => {
  const { gathering } = await aGuestWithAddress();
  const before = mails.length;
  await expect(sendRecoveryCode(deps, gathering.id, "stranger@example.org")).resolves.toBeUndefined();
  expect(mails).toHaveLength(before);
});
