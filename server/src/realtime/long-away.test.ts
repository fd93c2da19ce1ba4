import type { EntryBody } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { createEventFeed } from "./event-feed.ts";
import { RESUME_WITHIN } from "./reason-to-reset.ts";
import { createLog, createReader, eventId, onError, other, said, standing } from "./feed-scene.test-support.ts";

/** An event whose entries were all written at the beginning of time. */
async function aFeed(age: number, second: EntryBody = said(2)) {
  const log = createLog();
  const feed = createEventFeed({ eventId, log, clock: standing, wallTime: () => age, onError }, 0);
  for (const body of [said(1), second, said(3)]) await feed.wake(log.append(() => body));
  return feed;
}

test("[L6] a position that misses an entry more than an hour old gets a reset", async () => {
  const feed = await aFeed(RESUME_WITHIN + 1);
  expect([0, 1, 2].map((after) => feed.reasonToReset(other, after))).toEqual(["pruned", "pruned", "pruned"]);
  expect(feed.reasonToReset(other, 3), "nothing was missed").toBeNull();
  expect(feed.reasonToReset({ ...other, class: "public", guestId: null }, 0)).toBe("pruned");
  expect(feed.reasonToReset({ ...other, class: "host" }, 0), "hosts may read all of it").toBeNull();
});

test("[L6] a client that was away for less is caught up by entries, however many others come back", async () => {
  const feed = await aFeed(RESUME_WITHIN);
  for (let count = 0; count < 100; count++) {
    expect(feed.reasonToReset(other, 1)).toBeNull();
    const reader = createReader(1, other);
    feed.join(reader.subscriber);
    expect([reader.seen, reader.problems]).toEqual([[2, 3], []]);
  }
});

test("[L6] only hosts are caught up across a guest's removal: entries before it name the removed guest", async () => {
  const feed = await aFeed(0, { type: "guest.removed", guestId: "gone" } as never);
  expect([0, 1, 2, 3].map((after) => feed.reasonToReset(other, after))).toEqual(["audience", "audience", null, null]);
  expect(feed.reasonToReset({ ...other, class: "public", guestId: null }, 0)).toBe("audience");
  expect(feed.reasonToReset({ ...other, class: "host" }, 0)).toBeNull();
  const present = createReader(3, other);
  feed.join(present.subscriber);
  expect(present.problems).toEqual([]);
});
