import { expect, test } from "vitest";
import { firstGroup, groupEvents } from "./group-events.ts";
import type { MyEvent } from "./my-event.ts";

const now = Date.parse("2027-06-18T12:00:00Z");

function anEvent(title: string, startsAt: string | null, more: Partial<MyEvent> = {}, details: Partial<MyEvent["details"]> = {}): MyEvent {
  return {
    eventId: title,
    hosting: false,
    standing: "going",
    going: 0,
    waiting: 0,
    ...more,
    details: {
      title,
      startsAt,
      endsAt: null,
      zone: "UTC",
      place: { kind: "later" },
      cover: { theme: "waves", imageId: null },
      capacity: null,
      plusOnesAllowed: 0,
      waitlist: true,
      waitlistRule: "strict",
      answersCloseAt: null,
      guestListFor: "guests",
      visibility: "link",
      chat: "open",
      status: "published",
      cancelNote: "",
      revision: 0,
      ...details,
    },
  };
}
const titles = (events: MyEvent[]) => events.map(({ details }) => details.title);

test("the next event comes first, and of past events the last", () => {
  const groups = groupEvents(
    [
      anEvent("in August", "2027-08-01T12:00:00Z"),
      anEvent("in May", "2027-05-01T12:00:00Z"),
      anEvent("in July", "2027-07-01T12:00:00Z"),
      anEvent("in April", "2027-04-01T12:00:00Z"),
    ],
    now,
  );
  expect(titles(groups.upcoming)).toEqual(["in July", "in August"]);
  expect(titles(groups.past)).toEqual(["in May", "in April"]);
});

test("what I host is under upcoming and under hosting; a draft is neither", () => {
  const groups = groupEvents(
    [
      anEvent("mine", "2027-07-01T12:00:00Z", { hosting: true, standing: null }),
      anEvent("draft", null, { hosting: true, standing: null }, { status: "draft" }),
    ],
    now,
  );
  expect(titles(groups.upcoming)).toEqual(["mine"]);
  expect(titles(groups.hosting)).toEqual(["mine"]);
  expect(titles(groups.drafts)).toEqual(["draft"]);
});

test("a cancelled event stays listed until its time is over", () => {
  const cancelled = anEvent("off", "2027-06-19T12:00:00Z", {}, { status: "cancelled" });
  expect(titles(groupEvents([cancelled], now).upcoming)).toEqual(["off"]);
  expect(titles(groupEvents([cancelled], now + 7 * 86_400_000).past)).toEqual(["off"]);
});

test("the first tab is the first with something in it", () => {
  expect(firstGroup({ upcoming: [], hosting: [], drafts: [1], past: [1] })).toBe("drafts");
  expect(firstGroup({ upcoming: [], hosting: [], drafts: [], past: [] })).toBe("upcoming");
});
