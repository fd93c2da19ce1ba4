import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventOfShareToken, isShareToken, shareToken } from "./share-link.ts";

const secret = "a secret";

test("a share token names its event and is valid for one version of the link", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000 }), (eventId, version, other) => {
      const token = shareToken(secret, eventId, version);
      expect(eventOfShareToken(token)).toBe(eventId);
      expect(isShareToken(secret, eventId, version, token)).toBe(true);
      expect(isShareToken(secret, eventId, other, token)).toBe(other === version);
      expect(isShareToken("another secret", eventId, version, token)).toBe(false);
      expect(isShareToken(secret, randomUUID(), version, token)).toBe(false);
    }),
  );
});

test("no other string is a token, and none throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const eventId = eventOfShareToken(text);
      expect(eventId === null || isShareToken(secret, eventId, 1, text)).toBe(eventId === null);
    }),
  );
});
