import { expect, test } from "vitest";
import { viewerClasses } from "./audience.ts";
import { bodyFor } from "./entry-kinds.ts";
import { EntryBody } from "./log.ts";

/** Kinds that have been shipped. Add new ones here; taking one away breaks those who still hold its entries. */
const shipped = [
  "chat.deleted",
  "chat.edited",
  "chat.posted",
  "delivery.changed",
  "event.cancelled",
  "event.created",
  "event.edited",
  "event.published",
  "guest.added",
  "guest.claimed",
  "guest.edited",
  "guest.invited",
  "guest.passedOver",
  "guest.promoted",
  "guest.readmitted",
  "guest.removed",
  "host.added",
  "host.removed",
  "invitation.revoked",
  "link.made",
  "rsvp.answered",
  "share.renewed",
];

test("[L12] kinds of entries are only added", () => {
  expect(EntryBody.options.map((option) => option.shape.type.value).toSorted()).toEqual(shipped);
});

test("[L15] a kind that nobody decided about is an error, not a leak", () => {
  const context = { guestListFor: "everyone", chat: "open", status: "published" } as const;
  for (const viewerClass of viewerClasses) {
    expect(() => bodyFor({ viewerClass, isSubject: false }, { type: "made.up" } as never, context)).toThrow("nobody knows");
  }
});
