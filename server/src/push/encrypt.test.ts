import { createECDH } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encryptPush, isPushRecipient, MAX_PLAINTEXT, MAX_RECORD } from "./encrypt.ts";
import { aBrowser, readBy } from "./push-service.test-support.ts";

/** RFC 8291, 5 and appendix A. */
const example = {
  plaintext: "When I grow up, I want to be a watermelon",
  ours: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
  theirs: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
  p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
  auth: "BTBZMqHH6r4Tts7J_aSIgg",
  salt: "DGv6ra1nlYgDCS1FRnbzlw",
  message:
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
};

function withKey(privateKey: string) {
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(privateKey, "base64url");
  return ecdh;
}

test("RFC 8291's example comes out byte for byte", () => {
  const chosen = { ecdh: withKey(example.ours), salt: Buffer.from(example.salt, "base64url"), padTo: 0 };
  const message = encryptPush(example, Buffer.from(example.plaintext), chosen);
  expect(message.toString("base64url")).toBe(example.message);
});

test("another implementation reads RFC 8291's example, and not one with a byte changed", () => {
  const read = (message: Buffer) => readBy(withKey(example.theirs), example.auth, message);
  const message = Buffer.from(example.message, "base64url");
  expect(read(message)).toBe(example.plaintext);
  message[message.length - 1]! ^= 1;
  expect(() => read(message)).toThrow("unable to authenticate");
});

test("another implementation reads whatever is said, in messages of few lengths", () => {
  const browser = aBrowser("https://push.example/1");
  const lengths = new Set<number>();
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 900 }), (text) => {
      fc.pre(Buffer.byteLength(text) <= MAX_PLAINTEXT);
      const message = encryptPush(browser, Buffer.from(text));
      lengths.add(message.length);
      return browser.read(message) === text.toWellFormed();
    }),
  );
  expect(lengths.size).toBeLessThanOrEqual(5);
});

test("the same text is another message each time, and nobody else's keys open it", () => {
  const [browser, other] = [aBrowser("https://push.example/1"), aBrowser("https://push.example/2")];
  const [one, two] = [encryptPush(browser, Buffer.from("Hello")), encryptPush(browser, Buffer.from("Hello"))];
  expect(one.equals(two)).toBe(false);
  expect(one.subarray(21, 86).equals(two.subarray(21, 86))).toBe(false); // the key in the head, too
  expect(() => other.read(one)).toThrow("unable to authenticate");
});

describe("the longest message", () => {
  test(`of ${MAX_PLAINTEXT} bytes fills a record of ${MAX_RECORD}`, () => {
    const browser = aBrowser("https://push.example/1");
    const message = encryptPush(browser, Buffer.alloc(MAX_PLAINTEXT, "x"));
    expect([MAX_PLAINTEXT, message.length]).toEqual([3_993, 4_096]);
    expect(browser.read(message)).toBe("x".repeat(MAX_PLAINTEXT));
  });

  test("a byte more is refused", () => {
    expect(() => encryptPush(aBrowser("https://push.example/1"), Buffer.alloc(MAX_PLAINTEXT + 1))).toThrow("at most 3993 bytes");
  });
});

test.each([
  ["those of a browser", {}, true],
  ["a point beside the curve", { p256dh: Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString("base64url") }, false],
  ["a compressed point", { p256dh: Buffer.concat([Buffer.of(2), Buffer.alloc(32, 7)]).toString("base64url") }, false],
  ["no point", { p256dh: "" }, false],
  ["a short secret", { auth: Buffer.alloc(15).toString("base64url") }, false],
])("keys that messages are encrypted for: %s", (_what, changed, isUsable) => {
  expect(isPushRecipient({ ...aBrowser("https://push.example/1"), ...changed })).toBe(isUsable);
});
