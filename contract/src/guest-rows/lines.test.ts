import { expect, test } from "vitest";
import { isStopped, parseGuests } from "../guest-rows.ts";
import type { RowProblemCode } from "./row.ts";

/** `name <email> +plusOnes (part of a problem's code)` for each row that can be invited. */
function ready(text: string): string[] {
  return parseGuests(text)
    .rows.filter((row) => !isStopped(row))
    .map(({ name, email, plusOnes }) => [name, email && `<${email}>`, plusOnes !== null && `+${plusOnes}`].filter(Boolean).join(" "));
}

function codes(text: string): RowProblemCode[][] {
  return parseGuests(text).rows.map(({ problems }) => problems.map(({ code }) => code));
}

test.each<[string, string, string[]]>([
  [
    "the example in the box",
    "Grace Hopper <grace@example.org>\nalan@example.org, Katherine Johnson",
    ["Grace Hopper <grace@example.org>", "Alan <alan@example.org>", "Katherine Johnson"],
  ],
  ["an address and the name that is alike", "kjohnson@example.org, Katherine Johnson", ["Katherine Johnson <kjohnson@example.org>"]],
  ["an address and initials", "kj@example.org, Katherine Johnson", ["Katherine Johnson <kj@example.org>"]],
  [
    "several of them",
    "alan@example.org, Katherine Johnson\nmum@example.org, Dorothy Vaughan",
    ["Alan <alan@example.org>", "Katherine Johnson", "Mum <mum@example.org>", "Dorothy Vaughan"],
  ],
  [
    "addresses before their names",
    "ada@example.org, Ada Lovelace, grace@example.org, Grace Hopper",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
  [
    "a spreadsheet's line among others",
    "Ada Lovelace\nMargaret Hamilton\tmargaret@example.org\t2\nGrace <grace@example.org>",
    ["Ada Lovelace", "Margaret Hamilton <margaret@example.org> +1", "Grace <grace@example.org>"],
  ],
  [
    "columns in another order",
    "Ada\tLovelace\tada@example.org\nmargaret@example.org\tMargaret Hamilton\nTim\nKurt\nEmmy",
    ["Ada Lovelace <ada@example.org>", "Margaret Hamilton <margaret@example.org>", "Tim", "Kurt", "Emmy"],
  ],
  ["strokes", "Ada Lovelace | ada@example.org | 3\nGrace", ["Ada Lovelace <ada@example.org> +2", "Grace"]],
  [
    "a line of names in a table",
    "Ada\tada@example.org\nGrace\tgrace@example.org\nKurt, Emmy\nAlan\talan@example.org",
    ["Ada <ada@example.org>", "Grace <grace@example.org>", "Kurt", "Emmy", "Alan <alan@example.org>"],
  ],
  ["a name with two addresses", "Ada Lovelace, ada@example.org, lovelace@example.com", ["Ada Lovelace <ada@example.org>"]],
  ["a count behind a comma", "Ada Lovelace, ada@example.org, 3; Grace Hopper, 2", ["Ada Lovelace <ada@example.org> +2", "Grace Hopper +1"]],
  ["somebody beside a couple", "Tom, Anna Berg <anna@example.org>", ["Tom", "Anna Berg <anna@example.org>"]],
])("each line is read for itself: %s", (_, text, people) => {
  expect(ready(text)).toEqual(people);
});

const TIM = "Tim Berners-Lee <tim@example.org>";

test.each([
  "Tim Berners-Lee, tim@example.org, +44 7700 900123",
  "Tim Berners-Lee, +44 7700 900123, tim@example.org",
  "Tim Berners-Lee; tim@example.org; (020) 7946-0958",
  "Tim Berners-Lee <tim@example.org> +44 (0)20 7946 0958 ext. 12",
  "Tim Berners-Lee, tim@example.org, +1 (555) 010-9999 x4",
  "Tim Berners-Lee (0170 1234567) tim@example.org",
  "Tim Berners-Lee\ttim@example.org\tTel.: 030/123456-0\nAda",
  "Tim Berners-Lee, tel: 0044 7700 900123, tim@example.org",
  "Tim Berners-Lee, tim@example.org, 030 123456 DW 12",
  "Tim Berners-Lee, tim@example.org, Handy: 0170.1234567",
])("a phone number is reported as left out, and is nobody: %s", (text) => {
  expect(ready(text)[0]).toBe(TIM);
  expect(codes(text)[0]).toEqual(["phone_left_out"]);
});

test("a phone number alone is stopped", () => {
  expect(ready("+44 7700 900123\n(030) 123456")).toEqual([]);
});

test.each<[string, string[]]>([
  ["- [ ] Sophie & Tom", ["Sophie", "Tom"]],
  ["- [x] Ada Lovelace\n* [ ] Grace", ["Ada Lovelace", "Grace"]],
  ["1. [ ] Ada\n2) ☐ Grace\n☑ Kurt\n✅ Emmy", ["Ada", "Grace", "Kurt", "Emmy"]],
  ["a) Ada\nb) Grace", ["Ada", "Grace"]],
  ["Sophie & Tom Miller", ["Sophie Miller", "Tom Miller"]],
  ["Anna und Tom Berg", ["Anna Berg", "Tom Berg"]],
  ["Anna Berg und Tom Fischer", ["Anna Berg", "Tom Fischer"]],
  ["Anna & Tom van der Berg", ["Anna van der Berg", "Tom van der Berg"]],
  ["Miller, Sophie & Tom <miller@example.org>", ["Sophie Miller <miller@example.org>", "Tom Miller <miller@example.org>"]],
  ["Sophie & Tom Miller <tom@example.org> sophie@example.org", ["Sophie Miller <sophie@example.org>", "Tom Miller <tom@example.org>"]],
  ["Sophie Miller <s@example.org> & Tom Miller <t@example.org>", ["Sophie Miller <s@example.org>", "Tom Miller <t@example.org>"]],
  ["Name;Personen\nSophie & Tom Miller;2\nAda;1", ["Sophie Miller +0", "Tom Miller +0", "Ada +0"]],
  ["Name;Personen\nSophie & Tom Miller;3\nAda;1", ["Sophie Miller +1", "Tom Miller +0", "Ada +0"]],
  ["Anna & Begleitung\nTom + guest\nKurt and partner", ["Anna +1", "Tom +1", "Kurt +1"]],
  ["Anna & 2 kids", ["Anna +2"]],
  ["Familie Berg (4)", ["Familie Berg +3"]],
  ["Johnson & Co. KG", ["Johnson & Co. KG"]],
])("people written together are separated: %s", (text, people) => {
  expect(ready(text)).toEqual(people);
});

test.each(["Familie Berg", "The Bergs", "Berg family", "Mr & Mrs Smith", "Herr und Frau Müller", "Ehepaar Berg", "Anna & family"])(
  "%s is reported as more than one person",
  (text) => {
    expect(codes(text)).toEqual([["no_email", "several_people"]]);
  },
);

test("people who share an address are all on the list, the same person again is not", () => {
  const text = "Anna Berg,family@example.org\nTom Berg,family@example.org\nA. Berg,family@example.org\nfamily@example.org";
  expect(ready(text)).toEqual(["Anna Berg <family@example.org>", "Tom Berg <family@example.org>"]);
  expect(codes(text)).toEqual([[], ["shared_address"], ["duplicate_in_list"], ["duplicate_in_list", "name_from_email"]]);
});

test("headings with people above them are nobody", () => {
  const text = "Ada Lovelace <ada@example.org>\nGrace\n\nName;E-Mail;Personen\nKurt Berg;kurt@example.org;2";
  expect(ready(text)).toEqual(["Ada Lovelace <ada@example.org>", "Grace", "Kurt Berg <kurt@example.org> +1"]);
  expect(codes(text)[2]).toContain("heading_among_rows");
});

test("whoever declined is left out", () => {
  expect(codes("Ada Lovelace (declined)\nTom Berg – abgesagt\nGrace (née Murray)").map((found) => found.includes("not_coming"))).toEqual([
    true,
    true,
    false,
  ]);
});
