import fc from "fast-check";
import { expect, test } from "vitest";
import { isStopped, parseGuests, type ParsedGuests } from "../guest-rows.ts";
import { InvitedPerson } from "../invitations.ts";

const word = fc.constantFrom(
  "Ada",
  "Grace",
  "van",
  "ada@example.org",
  "<bob@x.io>",
  "@",
  "+2",
  "2",
  "E-Mail",
  "Name",
  "Vorname",
  "sep=;",
  "-",
  "Tom & Lisa Berg",
  "+44 20 7946 0958",
  "[ ]",
  "Status",
  "declined",
  "/o=Ex/cn=a",
  "BEGIN:VCARD\n",
  "FN:Ada\n",
  "END:VCARD\n",
);
const glue = fc.constantFrom(" ", ",", ", ", ";", "\t", "|", "\n", "\r\n", "\r", '"', '""', "<", ">", "(", "„", "\ufeff", "\0");
const pasted = fc.array(fc.oneof(word, glue)).map((parts) => parts.join(""));
const anything = fc.oneof(pasted, fc.string({ unit: "binary" }), fc.string());
const shape = fc.constantFrom(undefined, "list" as const, "table" as const);

/** What is left of a text without what only separates. */
function content(text: string): string {
  return text.replace(/[\s,;|"\ufeff]/g, "");
}

function sources(parsed: ParsedGuests): string {
  return [parsed.heading?.source ?? "", ...parsed.rows.filter((row) => row.part === 0).map((row) => row.source)].join("");
}

test("every character that is not a separator is in the heading or in exactly one row, in order", () => {
  fc.assert(
    fc.property(anything, shape, (text, wanted) => {
      expect(content(sources(parseGuests(text, wanted && { shape: wanted })))).toBe(content(text));
    }),
    { numRuns: 5_000 },
  );
});

test("every line that is not blank is the line of a row or of the heading, and no row stands on a line of the heading", () => {
  fc.assert(
    fc.property(pasted, (text) => {
      const { heading, rows } = parseGuests(text);
      const taken = [heading, ...rows].filter((part) => part !== null);
      text.split(/\r\n|\r|\n/).forEach((line, index) => {
        const here = taken.filter((part) => part.line <= index + 1 && index + 1 <= part.endLine);
        if (content(line) !== "") expect(here.length, `line ${index + 1}`).toBeGreaterThan(0);
      });
      for (const row of rows) expect(row.line).toBeGreaterThan(heading?.endLine ?? 0);
    }),
    { numRuns: 2_000 },
  );
});

test("every row that nothing stops can be invited as it stands", () => {
  fc.assert(
    fc.property(anything, (text) => {
      for (const row of parseGuests(text).rows.filter((one) => !isStopped(one))) {
        const { name, email, plusOnes, locale } = row;
        const person = { guestId: "01977e3e-0000-7000-8000-000000000000", name, email, plusOnesAllowed: plusOnes, locale };
        expect(InvitedPerson.parse(person)).toEqual(person);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("every row of a table of people comes out as that person, whatever the order of its columns", () => {
  const person = fc.record({ name: fc.constantFrom("Ada Lovelace", "Grace Hopper", "Jürgen Ö"), extra: fc.nat({ max: 10 }) });
  const orders = fc.shuffledSubarray(["Name", "E-Mail", "Begleitung"], { minLength: 3 });
  fc.assert(
    fc.property(fc.array(person, { minLength: 1 }), orders, fc.constantFrom(",", ";", "\t", "|"), (people, order, delimiter) => {
      const cells = people.map((one, index) => ({ Name: one.name, "E-Mail": `p${index}@example.org`, Begleitung: String(one.extra) }));
      const lines = [order, ...cells.map((row) => order.map((title) => row[title as keyof typeof row]))];
      const { rows } = parseGuests(lines.map((line) => line.join(delimiter)).join("\n"));
      expect(rows.map(({ name, email, plusOnes }) => [name, email, plusOnes])).toEqual(
        people.map((one, index) => [one.name, `p${index}@example.org`, one.extra]),
      );
    }),
  );
});
