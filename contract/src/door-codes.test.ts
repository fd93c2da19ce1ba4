import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bytesToSign,
  canVerifyDoorCodes,
  DOOR_CODE_LENGTH,
  doorCodeText,
  importDoorKey,
  isCodeOf,
  readDoorCode,
  verifyDoorCode,
  type DoorCode,
} from "./door-codes.ts";

const anyCode = fc.record({ eventId: fc.uuid(), guestId: fc.uuid(), version: fc.nat({ max: 65_535 }) });
const MANY = { numRuns: 300 };

function aPair() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { privateKey, publicKey: publicKey.export({ format: "jwk" }).x! };
}

/** By OpenSSL, which checks what browsers verify. */
function signedBy(privateKey: KeyObject, says: DoorCode): string {
  const { code, signed } = bytesToSign(says);
  return doorCodeText(code, sign(null, signed, privateKey));
}

const own = aPair();
const key = await importDoorKey(own.publicKey);

test("a signed code says whose it is at which event, alone and at the end of a link", async () => {
  expect(await canVerifyDoorCodes()).toBe(true);
  await fc.assert(
    fc.asyncProperty(anyCode, async (says) => {
      const text = signedBy(own.privateKey, says);
      expect(text).toHaveLength(DOOR_CODE_LENGTH);
      expect(readDoorCode(text)).toEqual(says);
      for (const shown of [text, `https://events.example/c/${text}`, ` HTTPS://EVENTS.EXAMPLE/c/${text}\n`])
        expect(await verifyDoorCode(key, shown)).toEqual(says);
    }),
    MANY,
  );
});

test("a code signed with another event's key is refused, whatever it says", async () => {
  await fc.assert(
    fc.asyncProperty(anyCode, async (says) => {
      const text = signedBy(aPair().privateKey, says);
      expect(readDoorCode(text)).toEqual(says);
      expect(await verifyDoorCode(key, text)).toBeNull();
    }),
    MANY,
  );
});

test("a code with another letter anywhere is refused", async () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= %"];
  await fc.assert(
    fc.asyncProperty(anyCode, fc.nat({ max: DOOR_CODE_LENGTH - 1 }), fc.constantFrom(...letters), async (says, at, letter) => {
      const text = signedBy(own.privateKey, says);
      const mutated = text.slice(0, at) + letter + text.slice(at + 1);
      expect(await verifyDoorCode(key, mutated)).toEqual(mutated === text ? says : null);
    }),
    MANY,
  );
});

test("what a code says cannot be exchanged under its signature", async () => {
  await fc.assert(
    fc.asyncProperty(anyCode, anyCode, async (mine, other) => {
      const [signedMine, signedOther] = [mine, other].map((one) => Buffer.from(signedBy(own.privateKey, one), "base64url"));
      const forged = Buffer.concat([bytesToSign(other).code, signedMine!.subarray(bytesToSign(mine).code.length)]).toString("base64url");
      fc.pre(forged !== signedOther!.toString("base64url"));
      expect(readDoorCode(forged)).toEqual(other);
      expect(await verifyDoorCode(key, forged)).toBeNull();
    }),
    MANY,
  );
});

test("a code that is cut, or goes on, and any other text is none", async () => {
  await fc.assert(
    fc.asyncProperty(anyCode, fc.nat({ max: DOOR_CODE_LENGTH - 1 }), fc.string(), async (says, length, other) => {
      const text = signedBy(own.privateKey, says);
      for (const shown of [text.slice(0, length), `${text}A`, `https://events.example/e/${text}`, other]) {
        expect(readDoorCode(shown), shown).toBeNull();
        expect(await verifyDoorCode(key, shown)).toBeNull();
      }
    }),
    MANY,
  );
});

test("the signature is of this use alone: the same bytes signed without its name are refused", async () => {
  const { code } = bytesToSign({ eventId: crypto.randomUUID(), guestId: crypto.randomUUID(), version: 1 });
  expect(await verifyDoorCode(key, doorCodeText(code, sign(null, code, own.privateKey)))).toBeNull();
});

test("a new version of a guest's access ends the codes of earlier ones", () => {
  const says = { eventId: crypto.randomUUID(), guestId: crypto.randomUUID(), version: 3 };
  expect([2, 3, 4, 3 + 65_536].map((version) => isCodeOf(says, version))).toEqual([false, true, false, true]);
});
