import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { guestOfReplyAddress, MAX_INBOUND_LOCAL_PART, replyAddress } from "./reply-address.ts";

const secret = "a secret of more than thirty-two characters";
const inbound = "rsvp@in.turnout.example";
const guestId = randomUUID();
const address = replyAddress(secret, inbound, guestId);

test("an address says whose it is, in whatever case it arrives", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const own = replyAddress(secret, inbound, id);
      expect([own, own.toUpperCase()].map((one) => guestOfReplyAddress(secret, inbound, one))).toEqual([id, id]);
    }),
  );
});

test("an address fits into what mail servers take", () => {
  const longest = `${"r".repeat(MAX_INBOUND_LOCAL_PART)}@in.turnout.example`;
  expect(replyAddress(secret, longest, guestId).indexOf("@")).toBe(64);
});

test.each([
  ["another guest's id with this one's proof", address.replace(/\+.{8}/, "+00000000")],
  ["another secret's", replyAddress("another secret of more than thirty-two", inbound, guestId)],
  ["another domain's", address.replace("in.turnout", "out.turnout")],
  ["another local part's", address.replace("rsvp+", "reply+")],
  ["one that is cut off", address.replace(/.@/, "@")],
  ["one with a digit too many", address.replace("@", "0@")],
  ["one without a tag", inbound],
  ["nothing", ""],
])("no guest's address: %s", (_what, given) => {
  expect(guestOfReplyAddress(secret, inbound, given)).toBeNull();
});
