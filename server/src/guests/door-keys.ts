import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from "node:crypto";
import { bytesToSign, DOOR_CODE_PATH, doorCodeText, importDoorKey, verifyDoorCode, type DoorCode } from "@turnout/contract/door-codes";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { GuestRow } from "./tables.ts";

const SEED_BYTES = 32;
/** Most keys that a process keeps ready: those of the events whose codes were made or checked last. */
export const KEYS_READY = 1_000;
/** What comes before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** Signs and checks the door codes of one event. */
export interface DoorKey {
  /** Of the key's public half: 32 bytes as base64url. Whoever has it can check codes, and make none. */
  publicKey: string;
  codeOf(guest: Pick<GuestRow, "id" | "access_version">): string;
  /** What a code says; null: another key has signed it, or none has. */
  verify(text: string): Promise<DoorCode | null>;
}

/** The event's key, made if there is none yet. Throws where there is no such event. */
export async function doorKeyOf(db: Kysely<Database>, eventId: string): Promise<DoorKey> {
  const seed = (await readSeed(db, eventId)) ?? (await makeSeed(db, eventId));
  const name = `${eventId} ${seed.toString("hex")}`;
  const key = ready.get(name) ?? keyFrom(eventId, seed);
  ready.delete(name);
  ready.set(name, key);
  if (ready.size > KEYS_READY) ready.delete(ready.keys().next().value!);
  return key;
}

/** Making a key of its seed takes longer than checking a code. The seed is read anew each time: an event may be deleted, and imported again. */
const ready = new Map<string, DoorKey>();

async function readSeed(db: Kysely<Database>, eventId: string): Promise<Buffer | undefined> {
  const found = await sql<Columns<"door_keys", "seed">>`select seed from door_keys where event_id = ${eventId}`.execute(db);
  return found.rows[0]?.seed;
}

/** Of two that make one at once, both get the one that is kept. */
async function makeSeed(db: Kysely<Database>, eventId: string): Promise<Buffer> {
  await sql`insert into door_keys (event_id, seed) values (${eventId}, ${randomBytes(SEED_BYTES)}) on conflict do nothing`.execute(db);
  return (await readSeed(db, eventId))!;
}

function keyFrom(eventId: string, seed: Buffer): DoorKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "jwk" }).x!;
  const verifying = importDoorKey(publicKey);
  return {
    publicKey,
    codeOf: ({ id, access_version }) => signedBy(privateKey, { eventId, guestId: id, version: access_version }),
    verify: async (text) => verifyDoorCode(await verifying, text),
  };
}

function signedBy(privateKey: KeyObject, says: DoorCode): string {
  const { code, signed } = bytesToSign(says);
  return doorCodeText(code, sign(null, signed, privateKey));
}

/** What is shown at the door as a QR code. An ordinary camera that reads it opens the event's page. */
export const doorCodeUrl = (publicUrl: string, code: string): string => `${publicUrl}${DOOR_CODE_PATH}${code}`;
