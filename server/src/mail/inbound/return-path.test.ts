import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { claimOfReplyAddress, replyAddress } from "./reply-address.ts";
import { mailTag } from "./mail-tag.ts";
import { mailOfReturnPath, returnPath } from "./return-path.ts";
import { tagWithin } from "./tagged-address.ts";

const inbound = { secret: "a secret of more than thirty-two characters", address: "rsvp@in.turnout.example" };
const mailId = randomUUID();
const address = returnPath(inbound, mailId);

test("a return path says which email it is of, in whatever case it arrives", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const own = returnPath(inbound, id);
      expect([own, own.toUpperCase()].map((one) => mailOfReturnPath(inbound, one))).toEqual([id, id]);
    }),
  );
});

test("its tag is found among other words, by who knows no more than that it is one of ours", () => {
  expect(tagWithin(`Ada <${address}> wrote:`)).toBe(mailTag(inbound.secret, mailId));
  expect(tagWithin(address.toUpperCase())).toBe(mailTag(inbound.secret, mailId).toUpperCase());
  for (const other of [inbound.address, address.replace("@", "0@"), address.replace(/.@/, "@")]) expect(tagWithin(other)).toBeNull();
});

test("a guest's reply address is no return path, and a return path is no guest's", () => {
  expect(mailOfReturnPath(inbound, replyAddress(inbound, { guestId: mailId, accessVersion: 1 }))).toBeNull();
  expect(claimOfReplyAddress(inbound, address)?.isProven(1)).toBe(false);
});

test.each([
  ["another email's id with this one's proof", address.replace(/\+.{8}/, "+00000000")],
  ["another secret's", returnPath({ ...inbound, secret: "another secret of more than thirty-two" }, mailId)],
  ["another domain's", address.replace("in.turnout", "out.turnout")],
  ["one that is cut off", address.replace(/.@/, "@")],
  ["one without a tag", inbound.address],
])("no return path of ours: %s", (_what, given) => {
  expect(mailOfReturnPath(inbound, given)).toBeNull();
});
