import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarOffers, googleCalendarLink, MAX_LINK_DESCRIPTION, outlookCalendarLink } from "./calendar-links.ts";

const picnic = {
  title: "Picnic & friends + more",
  start: "2027-06-18T17:00:00.000Z",
  end: "2027-06-18T20:00:00Z",
  days: null,
  zone: "Europe/Lisbon",
  place: { kind: "place" as const, name: "Jardim da Estrela", address: "Praça, Lisbon" },
  description: "Bring <b>cake</b>\nand a blanket",
  url: "https://turnout.example/e/1",
};
const parameters = (link: string) => Object.fromEntries(new URL(link).searchParams);

test("Google gets the exact time and the zone to show it in", () => {
  expect(googleCalendarLink(picnic)).toMatch(/^https:\/\/calendar\.google\.com\/calendar\/render\?/);
  expect(parameters(googleCalendarLink(picnic))).toEqual({
    action: "TEMPLATE",
    text: picnic.title,
    dates: "20270618T170000Z/20270618T200000Z",
    ctz: "Europe/Lisbon",
    details: `${picnic.description}\n\n${picnic.url}`,
    location: "Jardim da Estrela, Praça, Lisbon",
  });
});

test("Outlook gets the same, its body as HTML in which typed markup stays text", () => {
  const link = outlookCalendarLink(picnic, "live");
  expect(link).toMatch(/^https:\/\/outlook\.live\.com\/calendar\/0\/deeplink\/compose\?path=/);
  expect(outlookCalendarLink(picnic, "office")).toMatch(/^https:\/\/outlook\.office\.com\//);
  expect(parameters(link)).toMatchObject({
    rru: "addevent",
    subject: picnic.title,
    startdt: "2027-06-18T17:00:00Z",
    enddt: "2027-06-18T20:00:00Z",
    body: `Bring &lt;b&gt;cake&lt;/b&gt;<br>and a blanket<br><br>${picnic.url}`,
  });
  expect(link).not.toContain("+"); // Outlook would show it
});

test("an event without an end gets the usual length, which those services cannot do without", () => {
  expect(parameters(googleCalendarLink({ ...picnic, end: null })).dates).toBe("20270618T170000Z/20270618T200000Z");
  expect(parameters(outlookCalendarLink({ ...picnic, end: null }, "live")).enddt).toBe("2027-06-18T20:00:00Z");
});

test("an all-day event is told as days, with the day after the last one as its end", () => {
  const days = { ...picnic, days: { first: "2027-06-29", last: "2027-06-30" } };
  expect(parameters(googleCalendarLink(days)).dates).toBe("20270629/20270701");
  expect(parameters(outlookCalendarLink(days, "live"))).toMatchObject({ startdt: "2027-06-29", enddt: "2027-07-01", allday: "true" });
  expect(parameters(outlookCalendarLink(picnic, "live"))).not.toHaveProperty("allday");
});

test("a place that is not known yet is left out", () => {
  expect(parameters(googleCalendarLink({ ...picnic, place: { kind: "later" } }))).not.toHaveProperty("location");
});

describe("whatever people type", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 300 });

  test("changes no other parameter", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, description, name) => {
        const event = { ...picnic, title: `x${title}`, description, place: { kind: "place" as const, name: `x${name}`, address: "" } };
        const google = googleCalendarLink(event);
        expect([...new URL(google).searchParams.keys()]).toEqual(["action", "text", "dates", "ctz", "details", "location"]);
        expect(parameters(google).text).toBe(event.title.toWellFormed());
        expect([...new URL(outlookCalendarLink(event, "live")).searchParams.keys()]).toEqual([
          "path",
          "rru",
          "subject",
          "startdt",
          "enddt",
          "body",
          "location",
        ]);
      }),
    );
  });

  test("keeps the address short enough for the services, cut between characters", () => {
    const link = googleCalendarLink({ ...picnic, description: "🎉".repeat(10_000) });
    expect(link.length).toBeLessThan(8_000);
    expect(parameters(link).details).toBe(`${"🎉".repeat(MAX_LINK_DESCRIPTION)}…\n\n${picnic.url}`);
  });
});

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", "ics"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "ics"],
  ["Mozilla/5.0 (Linux; Android 16; Pixel 9)", "google"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "outlook"],
  ["Mozilla/5.0 (X11; Linux x86_64)", "google"],
  ["", "google"],
])("%s is offered %s first, and everything else after", (userAgent, first) => {
  expect(calendarOffers(userAgent)[0]).toBe(first);
  expect(calendarOffers(userAgent).toSorted()).toEqual(["google", "ics", "office", "outlook"]);
});
