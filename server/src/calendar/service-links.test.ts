import fc from "fast-check";
import { MAX_PLACE_ADDRESS, MAX_PLACE_NAME, MAX_TITLE } from "@turnout/contract/events";
import { describe, expect, test } from "vitest";
import { CalendarService, MAX_SERVICE_LINK, serviceLink } from "./service-links.ts";

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
  expect(serviceLink("google", picnic)).toMatch(/^https:\/\/calendar\.google\.com\/calendar\/render\?/);
  expect(parameters(serviceLink("google", picnic))).toEqual({
    action: "TEMPLATE",
    text: picnic.title,
    dates: "20270618T170000Z/20270618T200000Z",
    ctz: "Europe/Lisbon",
    details: `${picnic.description}\n\n${picnic.url}`,
    location: "Jardim da Estrela, Praça, Lisbon",
  });
});

test("Outlook gets the same, its body as HTML in which typed markup stays text", () => {
  const link = serviceLink("outlook", picnic);
  expect(link).toMatch(/^https:\/\/outlook\.live\.com\/calendar\/0\/deeplink\/compose\?path=/);
  expect(serviceLink("office", picnic)).toMatch(/^https:\/\/outlook\.office\.com\//);
  expect(parameters(link)).toMatchObject({
    rru: "addevent",
    subject: picnic.title,
    startdt: "2027-06-18T17:00:00Z",
    enddt: "2027-06-18T20:00:00Z",
    body: `Bring &lt;b&gt;cake&lt;/b&gt;<br>and a blanket<br><br>${picnic.url}`,
  });
  expect(link).not.toContain("+"); // Outlook would show it
});

test("an event without an end gets the usual length, which those services require", () => {
  expect(parameters(serviceLink("google", { ...picnic, end: null })).dates).toBe("20270618T170000Z/20270618T200000Z");
  expect(parameters(serviceLink("outlook", { ...picnic, end: null })).enddt).toBe("2027-06-18T20:00:00Z");
});

test("an all-day event is given as days, with the day after the last one as its end", () => {
  const days = { ...picnic, days: { first: "2027-06-29", last: "2027-06-30" } };
  expect(parameters(serviceLink("google", days)).dates).toBe("20270629/20270701");
  expect(parameters(serviceLink("outlook", days))).toMatchObject({ startdt: "2027-06-29", enddt: "2027-07-01", allday: "true" });
  expect(parameters(serviceLink("outlook", picnic))).not.toHaveProperty("allday");
});

test("a place that is not known yet is left out", () => {
  expect(parameters(serviceLink("google", { ...picnic, place: { kind: "later" } }))).not.toHaveProperty("location");
});

describe("whatever people type", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 300 });
  const hosts = { google: "calendar.google.com", outlook: "outlook.live.com", office: "outlook.office.com" };

  test.each(CalendarService.options)("the address stays one of %s, by HTTPS", (service) => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, description, url) => {
        const place = { kind: "online" as const, url };
        expect(new URL(serviceLink(service, { ...picnic, title, description, place, url }))).toMatchObject({
          protocol: "https:",
          host: hosts[service],
          username: "",
        });
      }),
    );
  });

  test("changes no other parameter", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, description, name) => {
        const event = { ...picnic, title: `x${title}`, description, place: { kind: "place" as const, name: `x${name}`, address: "" } };
        const google = serviceLink("google", event);
        expect([...new URL(google).searchParams.keys()]).toEqual(["action", "text", "dates", "ctz", "details", "location"]);
        expect(parameters(google).text).toBe(event.title.toWellFormed());
        expect([...new URL(serviceLink("outlook", event)).searchParams.keys()]).toEqual([
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

  test.each(CalendarService.options)("the address of %s stays short enough for proxies, cut between characters", (service) => {
    const words = (maxLength: number) => fc.string({ unit: fc.constantFrom("a", "<", " ", "Ж", "火", "🎉"), maxLength });
    fc.assert(
      fc.property(words(MAX_TITLE), words(2_000), words(MAX_PLACE_NAME), words(MAX_PLACE_ADDRESS), (title, description, name, street) => {
        fc.pre(title.length <= MAX_TITLE);
        const place = { kind: "place" as const, name, address: street };
        const link = serviceLink(service, { ...picnic, title, description, place });
        expect(link.length).toBeLessThanOrEqual(MAX_SERVICE_LINK);
        expect(link).not.toContain("%EF%BF%BD");
        const texts = parameters(link);
        expect(texts["details"] ?? texts["body"]).toContain(picnic.url);
      }),
    );
  });

  test("of a description as much is taken as fits, with an ellipsis; all of one that fits", () => {
    const long = parameters(serviceLink("google", { ...picnic, description: "🎉".repeat(10_000) }))["details"]!;
    expect(long).toMatch(/^(?:🎉){100,}…\n\nhttps:/u);
    const german = "Wir feiern im Garten, für Getränke ist gesorgt. ".repeat(20).trim();
    expect(parameters(serviceLink("google", { ...picnic, description: german }))["details"]).toBe(`${german}\n\n${picnic.url}`);
  });

  test("a web address is whole or left out", () => {
    const online = (length: number) => ({
      ...picnic,
      place: { kind: "online" as const, url: `https://meet.example.org/${"x".repeat(length)}` },
    });
    expect(parameters(serviceLink("google", online(300)))["location"]).toBe(online(300).place.url);
    expect(parameters(serviceLink("google", online(1_900)))).not.toHaveProperty("location");
  });
});
