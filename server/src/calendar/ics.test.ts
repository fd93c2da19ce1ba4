import { USUAL_MINUTES, type CalendarEvent } from "@turnout/contract/calendar";
import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { calendarText, MAX_LINE_OCTETS, parameterText } from "./content-lines.ts";
import { eventCalendar, feedCalendar, type Attendee, type Delivery } from "./ics.ts";

const picnic: CalendarEvent = {
  id: "0198c3a0-7f00-7000-8000-000000000001",
  uid: "0198c3a0-7f00-7000-8000-000000000001@turnout.example",
  title: "Picnic",
  start: "2027-06-18T17:00:00Z",
  end: "2027-06-18T20:00:00Z",
  days: null,
  zone: "Europe/Lisbon",
  place: { kind: "place", name: "Jardim da Estrela", address: "Praça da Estrela, Lisbon" },
  description: "Bring a blanket.",
  url: "https://turnout.example/e/0198c3a0-7f00-7000-8000-000000000001",
  organizer: { name: "Ada", email: "ada@turnout.example" },
  revision: 3,
  status: "confirmed",
  updatedAt: "2027-01-02T03:04:05.678Z",
};
const grace: Attendee = { name: "Grace", email: "grace@guests.example", standing: "none", replyTo: null };
const now = new Date("2027-02-01T10:00:00Z");
const published: Delivery = { method: "PUBLISH", now };

function read(calendar: string) {
  const vcalendar = new ICAL.Component(ICAL.parse(calendar));
  const vevent = vcalendar.getFirstSubcomponent("vevent")!;
  const value = (name: string) => vevent.getFirstPropertyValue(name)?.toString();
  return { vcalendar, vevent, value };
}

function readInstant(calendar: string, name: "dtstart" | "dtend"): number {
  return (read(calendar).vevent.getFirstPropertyValue(name) as ICAL.Time).toUnixTime() * 1000;
}

/** How many properties of which name each component has: what injected lines would change. */
function shape(component: ICAL.Component): unknown {
  return [component.name, component.getAllProperties().map(({ name }) => name), component.getAllSubcomponents().map(shape)];
}

/** Whatever a person can type, with all that has ever broken a calendar file. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        "\r",
        "\n",
        "\r\n",
        "\0",
        "\u0085",
        "\u2028",
        "\u2029",
        "\v",
        "\f",
        "\t",
        " ",
        "\\",
        "\\n",
        ";",
        ",",
        ":",
        '"',
        "^",
        "^n",
        "^'",
        "🎉",
        "é",
        "\ud800",
        "\udc00",
        "BEGIN:VEVENT",
        "END:VCALENDAR",
        "\r\nATTENDEE:mailto:eve@evil.example",
        "X".repeat(80),
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join("")),
);

const hostileEvent = fc.record({
  title: hostile,
  description: hostile,
  name: hostile,
  address: hostile,
  organizer: hostile,
  attendee: hostile,
});

function hostileCalendar(input: typeof hostileEvent extends fc.Arbitrary<infer T> ? T : never): string {
  const event: CalendarEvent = {
    ...picnic,
    title: input.title,
    description: input.description,
    place: { kind: "place", name: `x${input.name}`, address: input.address },
    organizer: { name: `x${input.organizer}`, email: "ada@turnout.example" },
  };
  return eventCalendar(event, { ...published, method: "REQUEST", attendee: { ...grace, name: `x${input.attendee}` } });
}

describe("text", () => {
  test("round-trips, except for control characters and kinds of line break", () => {
    fc.assert(
      fc.property(hostileEvent, (input) => {
        const { vevent, value } = read(hostileCalendar(input));
        expect(value("summary")).toBe(calendarText(input.title));
        expect(value("description")).toBe([calendarText(input.description).trim(), picnic.url].filter(Boolean).join("\n\n"));
        expect(value("location")).toBe(calendarText([`x${input.name}`.trim(), input.address.trim()].filter(Boolean).join(", ")));
        expect(vevent.getFirstProperty("organizer")?.getParameter("cn")).toBe(parameterText(`x${input.organizer}`));
        expect(vevent.getFirstProperty("attendee")?.getParameter("cn")).toBe(parameterText(`x${input.attendee}`));
      }),
      { numRuns: 2_000 },
    );
  });

  test("adds and removes no property", () => {
    const blank = { title: "", description: "", name: "", address: "", organizer: "", attendee: "" };
    const expected = shape(read(hostileCalendar(blank)).vcalendar);
    fc.assert(
      fc.property(hostileEvent, (input) => {
        expect(shape(read(hostileCalendar(input)).vcalendar)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test("control: these tests detect an unescaped line break", () => {
    const calendar = eventCalendar({ ...picnic, title: "MARK" }, published);
    const slipped = calendar.replace("MARK", "Picnic\r\nATTENDEE:mailto:eve@evil.example");
    expect(shape(read(slipped).vcalendar)).not.toEqual(shape(read(calendar).vcalendar));
  });

  test("is folded into lines of 75 octets, each well-formed UTF-8 and ended by CRLF", () => {
    fc.assert(
      fc.property(hostileEvent, (input) => {
        const calendar = hostileCalendar(input);
        expect(calendar.endsWith("\r\n")).toBe(true);
        for (const line of calendar.slice(0, -2).split("\r\n")) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MAX_LINE_OCTETS);
          expect(line).not.toMatch(/(?!\t)[\p{Cc}\u2028\u2029]/u);
          expect(line.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

const strangeLocalPart = fc.string({
  unit: fc.constantFrom(..."abcXYZ019.!#$%&'*+/=?^_`{|}~-;,:\"<>()[]\\äß漢"),
  minLength: 1,
  maxLength: 40,
});

test("an address round-trips with every character that an address may have", () => {
  fc.assert(
    fc.property(strangeLocalPart, (local) => {
      const email = `${local}@guests.example`;
      const { vevent } = read(eventCalendar({ ...picnic, organizer: { name: "Ada", email } }, published));
      const address = String(vevent.getFirstPropertyValue("organizer"));
      expect(decodeURIComponent(address.replace("mailto:", ""))).toBe(email);
    }),
  );
});

test("an address may have an IP address as its host", () => {
  for (const email of ["events@[::1]", "events@127.0.0.1", "events@localhost"]) {
    expect(read(eventCalendar({ ...picnic, organizer: { name: "Ada", email } }, published)).value("organizer")).toBe(`mailto:${email}`);
  }
});

test.each([
  "",
  "ada",
  "ada@",
  "@x.example",
  "a b@x.example",
  "ada@x.example\r\nX:1",
  "ada@x.example\n",
  "a@b@c",
  "\0@x.example",
  "ada@x.example,eve@x.example",
  "\ud800@x.example",
])("%j is not an address and is refused", (email) =>
  expect(() => eventCalendar({ ...picnic, organizer: { name: "Ada", email } }, published)).toThrow(RangeError),
);

test.each(["javascript:alert(1)", "/e/1", "", "https://"])("%j is not a web address and is refused", (url) =>
  expect(() => eventCalendar({ ...picnic, url }, published)).toThrow(RangeError),
);

test("invalid zones, times and ids are refused", () => {
  const broken: Partial<CalendarEvent>[] = [
    { zone: "Europe/Berlin\r\nX:1" },
    { zone: "+02:00" },
    { start: "2027-06-18" },
    { start: "soon" },
    { end: picnic.start },
    { revision: -1 },
    { revision: 1.5 },
    { uid: "1\r\nX:1" },
    { updatedAt: "never" },
  ];
  for (const change of broken) expect(() => eventCalendar({ ...picnic, ...change }, published), JSON.stringify(change)).toThrow(RangeError);
});

describe("a file", () => {
  test("has the event's UID, sequence and times", () => {
    const { value, vcalendar } = read(eventCalendar(picnic, published));
    expect(vcalendar.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(value("uid")).toBe(picnic.uid);
    expect(value("sequence")).toBe("3");
    expect(value("dtstamp")).toBe("2027-02-01T10:00:00Z");
    expect(value("last-modified")).toBe("2027-01-02T03:04:05Z");
    expect(value("status")).toBe("CONFIRMED");
    expect(value("url")).toBe(picnic.url);
  });

  test("for everybody names no guest", () => {
    expect(read(eventCalendar(picnic, published)).value("attendee")).toBeUndefined();
  });

  test("has the same UID in every delivery", () => {
    const uids = [published, { ...published, method: "REQUEST", attendee: grace }, { ...published, method: "CANCEL" }] as Delivery[];
    expect(new Set(uids.map((delivery) => read(eventCalendar(picnic, delivery)).value("uid"))).size).toBe(1);
  });

  test("of an event without an end has the default duration", () => {
    const calendar = eventCalendar({ ...picnic, end: null }, published);
    expect(readInstant(calendar, "dtend") - readInstant(calendar, "dtstart")).toBe(USUAL_MINUTES * 60_000);
  });

  test("of an all-day event has dates without a zone, and its end is exclusive", () => {
    const start = "2027-06-28T23:00:00Z";
    const one = eventCalendar(
      { ...picnic, start, end: "2027-06-29T23:00:00Z", days: { first: "2027-06-29", last: "2027-06-29" } },
      published,
    );
    expect(one).toContain("\r\nDTSTART;VALUE=DATE:20270629\r\nDTEND;VALUE=DATE:20270630\r\n");
    expect(one).not.toContain("VTIMEZONE");
    const two = eventCalendar(
      { ...picnic, start, end: "2027-06-30T23:00:00Z", days: { first: "2027-06-29", last: "2027-06-30" } },
      published,
    );
    expect(read(two).value("dtend")).toBe("2027-07-01");
    expect((read(two).vevent.getFirstPropertyValue("dtstart") as ICAL.Time).isDate).toBe(true);
  });

  test("without a place, or with a link that the reader may not see, has no location", () => {
    expect(read(eventCalendar({ ...picnic, place: { kind: "later" } }, published)).value("location")).toBeUndefined();
    expect(read(eventCalendar({ ...picnic, place: { kind: "online", url: null } }, published)).value("location")).toBeUndefined();
    expect(
      read(eventCalendar({ ...picnic, place: { kind: "online", url: "https://meet.example/a,b" } }, published)).value("location"),
    ).toBe("https://meet.example/a,b");
  });
});

describe("an event online", () => {
  const url = "https://meet.example/a,b;c?pwd=%22x%22&n=ä";
  const online = { ...picnic, place: { kind: "online" as const, url } };
  const every = [
    eventCalendar(online, published),
    eventCalendar(online, { ...published, method: "REQUEST", attendee: { ...grace, standing: "going" } }),
    eventCalendar(online, { ...published, method: "CANCEL" }),
    feedCalendar("Mine", [{ event: online, isTentative: false }]).toString(),
  ];

  test("is joined by the link that stands in CONFERENCE, in all that is emitted", () => {
    for (const text of every) {
      const conference = read(text).vevent.getFirstProperty("conference")!;
      expect(conference.type).toBe("uri");
      expect(conference.getFirstValue()).toBe(new URL(url).href);
      expect(text).toContain("\r\nCONFERENCE;VALUE=URI:https://meet.example/a,b;c?");
    }
  });

  test("has none for readers who may not see the link, and a place has none", () => {
    const hidden = { ...picnic, place: { kind: "online" as const, url: null } };
    for (const event of [hidden, picnic, { ...picnic, place: { kind: "later" as const } }])
      expect(eventCalendar(event, published)).not.toContain("CONFERENCE");
  });
});

describe("an invitation", () => {
  test.each([
    ["none", "NEEDS-ACTION"],
    ["going", "ACCEPTED"],
    ["maybe", "TENTATIVE"],
    ["waiting", "TENTATIVE"],
    ["declined", "DECLINED"],
  ] as const)("tells a guest who stands at %s: %s", (standing, partstat) => {
    const { vevent } = read(eventCalendar(picnic, { ...published, method: "REQUEST", attendee: { ...grace, standing } }));
    const attendee = vevent.getFirstProperty("attendee")!;
    expect(attendee.getParameter("partstat")).toBe(partstat);
    expect(attendee.getFirstValue()).toBe("mailto:grace@guests.example");
  });

  test("asks for a reply only where replies are processed", () => {
    const asks = (replyTo: string | null) => {
      const { vevent, value } = read(eventCalendar(picnic, { ...published, method: "REQUEST", attendee: { ...grace, replyTo } }));
      return [vevent.getFirstProperty("attendee")!.getParameter("rsvp"), value("organizer")];
    };
    expect(asks("rsvp+1@in.example")).toEqual(["TRUE", "mailto:rsvp+1@in.example"]);
    expect(asks(null)).toEqual(["FALSE", `mailto:${picnic.organizer.email}`]);
  });

  test("to a cancelled event does not exist", () => {
    expect(() => eventCalendar({ ...picnic, status: "cancelled" }, { ...published, method: "REQUEST", attendee: grace })).toThrow(
      RangeError,
    );
  });
});

test("a cancellation removes the entry, in an email and in a file that a guest downloads again", () => {
  for (const method of ["CANCEL", "PUBLISH"] as const) {
    const { vcalendar, value } = read(eventCalendar({ ...picnic, status: "cancelled" }, { ...published, method }));
    expect([vcalendar.getFirstPropertyValue("method"), value("status"), value("transp")]).toEqual([method, "CANCELLED", "TRANSPARENT"]);
  }
});

test.each(["0002-06-18T17:00:00Z", "1850-06-18T17:00:00Z", "9998-06-18T17:00:00Z", "9999-12-31T10:00:00Z"])(
  "an event at %s can be written",
  (start) => {
    const calendar = eventCalendar({ ...picnic, start, end: null, zone: "Europe/Berlin" }, published);
    expect(calendar).toContain(`\r\nDTSTART;TZID=Europe/Berlin:${start.slice(0, 10).replaceAll("-", "")}T`);
  },
);

test("an event in UTC is written without a zone", () => {
  const { value, vcalendar } = read(eventCalendar({ ...picnic, zone: "UTC" }, published));
  expect(value("dtstart")).toBe("2027-06-18T17:00:00Z");
  expect(vcalendar.getFirstSubcomponent("vtimezone")).toBeNull();
});

test("a start in the repeated hour of a clock change is written in UTC, and so is its end", () => {
  for (const start of ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"]) {
    const calendar = eventCalendar({ ...picnic, zone: "Europe/Berlin", start, end: "2027-10-31T05:00:00Z" }, published);
    expect(read(calendar).value("dtstart")).toBe(start);
    expect(read(calendar).value("dtend")).toBe("2027-10-31T05:00:00Z");
    expect([readInstant(calendar, "dtstart")]).toEqual([Date.parse(start)]);
  }
});
