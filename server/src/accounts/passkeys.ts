import { randomUUIDv7 } from "node:crypto";
import { MAX_PASSKEYS, type AddPasskey, type Passkey, type PasskeyAssertion } from "@turnout/contract/passkeys";
import { refuse } from "@turnout/contract/refusals";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { sql } from "kysely";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { audit } from "../audit/audit.ts";
import type { Columns } from "../db/row-types.ts";
import type { AccountsContext } from "./context.ts";
import { requireOperatorsPasskey, requireOwner } from "./operators.ts";
import type { SignedInUser } from "./session.ts";
import { startSession } from "./start-session.ts";
import { createToken, spendToken } from "./verification-tokens.ts";

/** How long a device may take to ask its owner (minutes). */
export const PASSKEY_MINUTES = 5;

/** Loaded when somebody uses a passkey: its certificates' formats would be in the memory of every server. */
const webauthn = () => import("@simplewebauthn/server");

/** Passkeys are bound to this host: one made for another is refused (WebAuthn, 7.1 and 7.2). */
const siteOf = ({ publicUrl }: AccountsContext) => ({ rpID: new URL(publicUrl).hostname, origin: new URL(publicUrl).origin });

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));

/** The account's passkeys, the oldest first. */
export async function passkeysOf({ db }: AccountsContext, user: SignedInUser): Promise<Passkey[]> {
  const found = await sql<Columns<"passkeys", "id" | "name" | "created_at" | "used_at">>`
    select id, name, created_at, used_at from passkeys where user_id = ${user.id} order by created_at, id`.execute(db);
  return found.rows.map(({ id, name, created_at, used_at }) => ({
    id,
    name,
    addedAt: created_at.toISOString(),
    usedAt: used_at?.toISOString() ?? null,
  }));
}

/** What the browser needs to make a passkey. Asks for a new sign-in first: a passkey outlives the session that adds it. */
export async function offerPasskey(context: AccountsContext, user: SignedInUser) {
  await requireOwner(context, user);
  const { generateRegistrationOptions } = await webauthn();
  const known = await sql<Columns<"passkeys", "credential_id" | "transports">>`
    select credential_id, transports from passkeys where user_id = ${user.id}`.execute(context.db);
  requireRoom(known.rows.length);
  const value: Offer = { userId: user.id };
  const { token } = await createToken(
    context.db,
    { purpose: "passkey-registration", userId: user.id, value, minutes: PASSKEY_MINUTES },
    context.now(),
  );
  return generateRegistrationOptions({
    rpName: "Turnout",
    rpID: siteOf(context).rpID,
    userID: new Uint8Array(Buffer.from(user.id)),
    userName: user.email,
    userDisplayName: user.name,
    challenge: bytesOf(token),
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: known.rows.map(({ credential_id, transports }) => ({ id: credential_id, transports })),
    timeout: PASSKEY_MINUTES * 60_000,
  });
}

function requireRoom(passkeys: number) {
  if (passkeys >= MAX_PASSKEYS) refuse("too_many_passkeys", { most: MAX_PASSKEYS });
}

interface Offer {
  userId: string;
}

/** Adds what a device has made in answer to the last offer, and tells the owner by email. */
export async function addPasskey(
  context: AccountsContext,
  user: SignedInUser,
  { name, registration }: z.infer<typeof AddPasskey>,
): Promise<void> {
  const { db, now } = context;
  // Another session of the account may have asked for the offer.
  await requireOperatorsPasskey(context, user);
  const made = await verifiedRegistration(context, user, registration);
  await db.transaction().execute(async (tx) => {
    // Of several at the same time each sees the others.
    await sql`select id from users where id = ${user.id} for update`.execute(tx);
    const known = await sql<Columns<"passkeys", "id">>`select id from passkeys where user_id = ${user.id}`.execute(tx);
    requireRoom(known.rows.length);
    const added = await sql`
      insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
      select ${randomUUIDv7()}::uuid, id, ${made.id}, ${Buffer.from(made.publicKey)}::bytea, ${made.counter}::bigint,
        ${made.transports ?? []}::text[], ${name}, ${now()}::timestamptz
      from users where id = ${user.id} on conflict (credential_id) do nothing returning id`.execute(tx);
    if (added.rows.length === 0) refuse("passkey_known");
    await audit(tx, { action: "passkey.added", actorId: user.id });
    await context.queueMail(tx, {
      cause: `passkey-added/${randomUUIDv7()}`,
      kind: "passkeyAdded",
      recipient: user.email,
      payload: { locale: user.locale, name, url: new URL("/account", context.publicUrl).href },
    });
  });
}

async function verifiedRegistration(
  context: AccountsContext,
  user: SignedInUser,
  registration: z.infer<typeof AddPasskey>["registration"],
) {
  const { verifyRegistrationResponse } = await webauthn();
  const { rpID, origin } = siteOf(context);
  const challenge = challengeIn(registration.response);
  const offered = await spendToken<Offer>(context.db, "passkey-registration", challenge, context.now());
  if (offered?.userId !== user.id) refuse("passkey_refused");
  const verified = await verifyRegistrationResponse({
    response: registration as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch(() => null);
  return verified?.registrationInfo?.credential ?? refuse("passkey_refused");
}

const ClientData = z.object({ challenge: z.string().min(1).max(200) });

/** Which question a device answers. It is used up before the answer is looked at: a wrong one needs a new question. */
function challengeIn({ clientDataJSON }: { clientDataJSON: string }): string {
  try {
    return ClientData.parse(JSON.parse(Buffer.from(clientDataJSON, "base64url").toString())).challenge;
  } catch {
    return refuse("passkey_refused");
  }
}

/** What the browser needs to sign somebody in. The same for everybody: it names no account and no passkey. */
export async function askForPasskey(context: AccountsContext) {
  const { generateAuthenticationOptions } = await webauthn();
  const { token } = await createToken(
    context.db,
    { purpose: "passkey-sign-in", userId: null, value: {}, minutes: PASSKEY_MINUTES },
    context.now(),
  );
  return generateAuthenticationOptions({
    rpID: siteOf(context).rpID,
    challenge: bytesOf(token),
    userVerification: "required",
    timeout: PASSKEY_MINUTES * 60_000,
  });
}

type StoredPasskey = Columns<"passkeys", "id" | "user_id" | "credential_id" | "public_key" | "counter"> &
  Columns<"users", "email_verified">;

/** Signs in whoever proves to have a passkey, once for each question. An unknown passkey and a wrong signature get the same refusal. */
export async function signInWithPasskey(
  context: AccountsContext,
  assertion: z.infer<typeof PasskeyAssertion>,
  reply: FastifyReply,
): Promise<SignedInUser> {
  const { db, now } = context;
  const found = await sql<StoredPasskey>`
    select passkeys.id, user_id, credential_id, public_key, counter, email_verified
    from passkeys join users on users.id = passkeys.user_id where credential_id = ${assertion.id}`.execute(db);
  const passkey = found.rows[0];
  if (!passkey?.email_verified) refuse("passkey_refused");
  const counter = await verifiedCounter(context, assertion, passkey);
  const used = await sql`
    update passkeys set counter = ${counter}, used_at = ${now()} where id = ${passkey.id} and counter = ${passkey.counter} returning id`.execute(
    db,
  );
  if (used.rows.length === 0) refuse("passkey_refused"); // removed, or used by another copy of the device, meanwhile
  return startSession(context, passkey.user_id, reply, { byPasskey: true });
}

/** The device's new count of uses. Refuses an answer to another question or site, and a device that counts backwards: a copy. */
async function verifiedCounter(
  context: AccountsContext,
  assertion: z.infer<typeof PasskeyAssertion>,
  passkey: StoredPasskey,
): Promise<number> {
  const { verifyAuthenticationResponse } = await webauthn();
  const { rpID, origin } = siteOf(context);
  const challenge = challengeIn(assertion.response);
  if (!(await spendToken(context.db, "passkey-sign-in", challenge, context.now()))) refuse("passkey_refused");
  const verified = await verifyAuthenticationResponse({
    response: assertion as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: { id: passkey.credential_id, publicKey: new Uint8Array(passkey.public_key), counter: Number(passkey.counter) },
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : refuse("passkey_refused");
}

/** Removes one of the user's own passkeys. Refused long after a sign-in, as adding is. What the user's other sessions may do because of a passkey ends. */
export async function removePasskey(context: AccountsContext, user: SignedInUser, id: string): Promise<void> {
  await requireOwner(context, user);
  await context.db.transaction().execute(async (tx) => {
    const removed = await sql`delete from passkeys where id = ${id} and user_id = ${user.id} returning id`.execute(tx);
    if (removed.rows.length === 0) refuse("passkey_not_found");
    await sql`update sessions set passkey_at = null where user_id = ${user.id} and id <> ${user.sessionId}`.execute(tx);
    await audit(tx, { action: "passkey.removed", actorId: user.id });
  });
}
