import { expect, test } from "vitest";
import type { Notification } from "@turnout/contract/notifications";
import { groupNotifications } from "./group-notifications.ts";

let made = 0;
const one = (more: Partial<Notification>): Notification => ({
  id: String(++made),
  eventId: "picnic",
  title: "Picnic",
  role: "host",
  kind: "answered",
  seq: made,
  at: "2027-06-18T19:00:00.000Z",
  isRead: false,
  name: "Grace",
  answer: "going",
  messageId: null,
  excerpt: null,
  ...more,
});

test("answers to one event are one line, at the place of the newest", () => {
  const list = [one({}), one({ kind: "replied" }), one({}), one({ eventId: "dinner" })];
  expect(groupNotifications(list)).toEqual([[list[0], list[2]], [list[1]], [list[3]]]);
});

test("read ones are not bundled with unread ones, and what people wrote is never bundled", () => {
  const list = [one({}), one({ isRead: true }), one({ kind: "wrote" }), one({ kind: "wrote" })];
  expect(groupNotifications(list).map((group) => group.length)).toEqual([1, 1, 1, 1]);
});
