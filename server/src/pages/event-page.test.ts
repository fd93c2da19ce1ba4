import { aSnapshot } from "@turnout/contract/a-snapshot.test-support";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { expect, test } from "vitest";
import { htmlText } from "../http/html.ts";
import type { SharedPart } from "../log/load-snapshot.ts";
import { eventPage } from "./event-page.ts";

const details = {
  title: "Winter table",
  description: "Come & see.\n\n# What to bring\n\n- a dish\n- <thick> socks",
  place: { kind: "none" },
  cover: { theme: "sunrise", imageId: null },
  status: "published",
  visibility: "link",
  startsAt: null,
} as unknown as EventSnapshot["details"];

test("without scripts, a list in a description is a list", () => {
  const { body } = pageOf({});
  expect(htmlText(body)).toContain('<p dir="auto">Come &amp; see.</p>');
  expect(htmlText(body)).toContain('<p dir="auto">- a dish<br />- &lt;thick&gt; socks</p>');
});

const pageOf = (change: Partial<EventSnapshot>, locale = "en", dates = locale, now = 0) =>
  eventPage({ shared: sharedOf(change), text: "{}" }, { publicUrl: "http://turnout.test", secret: "a secret" }, { locale, dates, now });

function sharedOf(change: Partial<EventSnapshot>): SharedPart {
  const { me: _, viewer: __, ...shared } = aSnapshot({ details, ...change });
  return shared;
}

test("one person is counted as one, in both languages", () => {
  const tally = (going: number) => ({ tally: { ...aSnapshot().tally, going } });
  expect(htmlText(pageOf(tally(1), "de").body)).toContain("<p>1 kommt</p>");
  expect(htmlText(pageOf(tally(2), "de").body)).toContain("<p>2 kommen</p>");
  expect(htmlText(pageOf(tally(1)).body)).toContain("<p>1 going</p>");
  expect(htmlText(pageOf(tally(0)).body), "nobody is not counted").not.toContain("going");
});

test("a long description is cut between characters in link previews, and says that it goes on", () => {
  const { description } = pageOf({ details: { ...details, description: "🎈".repeat(500) } });
  expect(description).toMatch(/^[^🎈]+🎈+…$/u);
  expect(description.isWellFormed()).toBe(true);
  expect([...description]).toHaveLength(200);
});

test("it says until when the event is, with the day where that is another one", () => {
  const times = { starts: "2030-06-18T19:00", startsAt: "2030-06-18T18:00:00.000Z", zone: "Europe/Lisbon", allDay: false };
  const until = (ends: string | null, dates = "en-GB") =>
    htmlText(pageOf({ details: { ...details, ...times, ends, endsAt: ends && `${ends}:00.000Z` } }, "en", dates).body);
  expect(until(null)).toContain(">Tuesday, 18 June 2030, 19:00 (Lisbon)</time>");
  expect(until("2030-06-18T23:30")).toContain(">Tuesday, 18 June 2030, 19:00 – 23:30 (Lisbon)</time>");
  expect(until("2030-06-19T01:00")).toContain(">Tuesday, 18 June 2030, 19:00 – Wednesday, 19 June 2030, 01:00 (Lisbon)</time>");
  expect(until("2030-06-18T23:30", "en-US")).toMatch(/>Tuesday, June 18, 2030, 7:00\sPM – 11:30\sPM \(Lisbon\)</);
});

test("hosts are listed as the reader's language lists them", () => {
  const hosts = ["Ada", "Grace", "Lin"].map((name) => ({ ...aSnapshot().hosts[0]!, name }));
  expect(htmlText(pageOf({ hosts }, "en", "en-GB").body)).toContain("<bdi>Ada, Grace and Lin</bdi>");
  expect(htmlText(pageOf({ hosts }, "de").body)).toContain("<bdi>Ada, Grace und Lin</bdi>");
  expect(htmlText(pageOf({ hosts: [] }).body)).not.toContain("Hosted by");
});

test("it says why there is nothing to answer, and offers a calendar and an answer only to an event to come", () => {
  const starts = { starts: "2030-06-18T19:00", startsAt: "2030-06-18T18:00:00.000Z", zone: "Europe/Lisbon", allDay: false };
  const at = (now: string, change: Partial<EventSnapshot["details"]> = {}, locale = "en") =>
    htmlText(pageOf({ details: { ...details, ...starts, ends: null, endsAt: null, ...change } }, locale, locale, Date.parse(now)).body);
  const open = at("2030-06-01T12:00Z");
  expect(open).not.toContain("<strong>");
  expect(open).toContain("Answering doesn't.".replace("'", "&#39;"));
  const closed = at("2030-06-01T12:00Z", { answersCloseAt: "2030-05-01T12:00:00.000Z" });
  expect(closed).toContain("<strong>The deadline to answer has passed</strong>");
  expect(closed).toContain("calendar.ics");
  const over = at("2030-07-01T12:00Z", {}, "de");
  expect(over).toContain("<strong>Dieses Event ist vorbei</strong>");
  const cancelled = at("2030-06-01T12:00Z", { status: "cancelled", cancelNote: "Too much rain" });
  expect(cancelled).toContain("<bdi>Too much rain</bdi>");
  for (const page of [over, cancelled]) expect(page).not.toContain("calendar.ics");
  for (const page of [closed, over, cancelled]) expect(page).not.toMatch(/Answering|Antworten geht/);
});
