import { expect, test } from "vitest";
import { parseGuests } from "../guest-rows.ts";
import { expectLinear } from "../linear-time.test-support.ts";

const card = (...lines: string[]) => ["BEGIN:VCARD", ...lines, "END:VCARD", ""].join("\r\n");
const read = (text: string) => parseGuests(text).rows.map(({ name, email, otherEmails }) => [name, email, ...otherEmails]);

test.each<[string, string, (string | null)[][]]>([
  [
    "3.0",
    card("VERSION:3.0", "N:Lovelace;Ada;;;", "FN:Ada Lovelace", "EMAIL;TYPE=INTERNET:ada@example.org"),
    [["Ada Lovelace", "ada@example.org"]],
  ],
  [
    "4.0",
    card("VERSION:4.0", "FN:Grace Hopper", "EMAIL:home@example.org", "EMAIL;PREF=1:grace@example.org"),
    [["Grace Hopper", "grace@example.org", "home@example.org"]],
  ],
  [
    "Apple's groups",
    card(
      "VERSION:3.0",
      "N:Lind;Mara;;;",
      "FN:Mara Lind",
      "item1.EMAIL;type=INTERNET;type=HOME:mara@example.com",
      "item2.EMAIL;type=INTERNET;type=pref:mara@example.org",
      "item2.X-ABLabel:Work",
    ),
    [["Mara Lind", "mara@example.org", "mara@example.com"]],
  ],
  [
    "a name in parts",
    card("VERSION:3.0", "N:van der Berg;Jan;Pieter;Dr.;", "EMAIL:jan@example.org"),
    [["Jan Pieter van der Berg", "jan@example.org"]],
  ],
  [
    "folded lines",
    card("VERSION:3.0", "FN:Augusta Ada King\\, Counte", " ss of Lovelace", "EMAIL:ada@exam", " ple.org"),
    [["Augusta Ada King, Countess of Lovelace", "ada@example.org"]],
  ],
  [
    "2.1 in quoted-printable",
    card(
      "VERSION:2.1",
      "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96zg=C3=BCr;;;;",
      "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=",
      " =C3=96zg=C3=BCr",
      "EMAIL;INTERNET;PREF:o@example.org",
    ),
    [["Jürgen Özgür".replace(" ", ""), "o@example.org"]],
  ],
  [
    "2.1 from Windows",
    card("VERSION:2.1", "FN;CHARSET=windows-1252;ENCODING=QUOTED-PRINTABLE:J=FCrgen M=FCller"),
    [["Jürgen Müller", null]],
  ],
  [
    "several",
    card("FN:Ada") + card("FN:Grace", "EMAIL:grace@example.org") + "\n" + card("ORG:Bletchley Park;Hut 8"),
    [
      ["Ada", null],
      ["Grace", "grace@example.org"],
      ["Bletchley Park Hut 8", null],
    ],
  ],
  [
    "one that is never closed",
    "BEGIN:VCARD\nFN:Ada\n" + card("FN:Grace"),
    [
      ["Ada", null],
      ["Grace", null],
    ],
  ],
])("contacts are read: %s", (_, text, people) => {
  expect(read(text)).toEqual(people);
});

test("a card without a name is called after its address, and a picture is no trouble", () => {
  const { rows } = parseGuests(card("EMAIL:alan.turing@example.org", `PHOTO;ENCODING=b:${"A".repeat(9_000)}`, ` ${"A".repeat(70)}`));
  expect(rows).toMatchObject([{ name: "Alan Turing", email: "alan.turing@example.org", problems: [{ code: "name_from_email" }] }]);
});

test.each([
  "BEGIN:VCARD\nFN:Ada\nEND:VCARD\n",
  "BEGIN:VCARD\n",
  "BEGIN:VCARD\n ",
  "N:;\\;",
  "EMAIL;ENCODING=QUOTED-PRINTABLE:=\n",
  "a.b;c:",
])("time grows with the number of contacts: %j", (unit) => {
  expectLinear(unit, (text) => parseGuests(`BEGIN:VCARD\n${text}`));
});

test("a colon in a quoted parameter is not where the address begins", () => {
  const card = [
    "BEGIN:VCARD",
    "VERSION:4.0",
    "FN:Ada Lovelace",
    'item1.EMAIL;X-LABEL="Office: Ulm";TYPE=work:ada@example.org',
    "END:VCARD",
  ];
  expect(parseGuests(card.join("\r\n")).rows).toMatchObject([{ name: "Ada Lovelace", email: "ada@example.org", problems: [] }]);
});
