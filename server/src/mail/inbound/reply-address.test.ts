import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { claimOfReplyAddress, replyAddress } from "./reply-address.ts";
import { MAX_INBOUND_LOCAL_PART } from "./tagged-address.ts";

const inbound = { secret: "a secret of more than thirty-two characters", address: "rsvp@in.turnout.example" };
const owner = { guestId: randomUUID(), accessVersion: 1 };
const address = replyAddress(inbound, owner);

const ownerOf = (given: string, accessVersion: number) => {
  const claim = claimOfReplyAddress(inbound, given);
  return claim?.isProven(accessVersion) ? claim.guestId : null;
};

test("an address says whose it is, in whatever case it arrives", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(), (guestId, accessVersion) => {
      const own = replyAddress(inbound, { guestId, accessVersion });
      expect([own, own.toUpperCase()].map((one) => ownerOf(one, accessVersion))).toEqual([guestId, guestId]);
    }),
  );
});

test("an address fits into what mail servers take", () => {
  const longest = `${"r".repeat(MAX_INBOUND_LOCAL_PART)}@in.turnout.example`;
  expect(replyAddress({ ...inbound, address: longest }, owner).indexOf("@")).toBe(64);
});

test("an address ends when the guest's access does", () => {
  expect([ownerOf(address, 1), ownerOf(address, 2)]).toEqual([owner.guestId, null]);
});

test.each([
  ["another guest's id with this one's proof", address.replace(/\+.{8}/, "+00000000")],
  ["another secret's", replyAddress({ ...inbound, secret: "another secret of more than thirty-two" }, owner)],
  ["another domain's", address.replace("in.turnout", "out.turnout")],
  ["another local part's", address.replace("rsvp+", "reply+")],
  ["one that is cut off", address.replace(/.@/, "@")],
  ["one with a digit too many", address.replace("@", "0@")],
  ["one without a tag", inbound.address],
  ["nothing", ""],
])("no guest's address: %s", (_what, given) => {
  expect(ownerOf(given, 1)).toBeNull();
});
