import { expect, test } from "vitest";
import { parseGuests } from "../guest-rows.ts";

/** `name <email> +plusOnes`, and behind it why a row is stopped or unclear. */
function shown(text: string): string[] {
  return parseGuests(text).rows.map(({ name, email, plusOnes, problems }) => {
    const why = problems.find(({ code }) => code === "not_coming" || code === "several_people" || code === "duplicate_in_list")?.code;
    return [name, email && `<${email}>`, plusOnes !== null && `+${plusOnes}`, why && `(${why})`].filter(Boolean).join(" ");
  });
}

test.each<[string, string, string[]]>([
  [
    "names of all who come together are beside the name, not in place of it",
    "Name,Email,Reply Status,Guest Names\nAda Lovelace,ada@example.org,Attending,Ada & Tom\nGrace Hopper,grace@example.org,Not Attending,",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  ...["Guest list", "Gäste", "Invitees"].flatMap((title) =>
    [",", "\t", ";"].map((delimiter): [string, string, string[]] => [
      `${title} above the headings is the list's title, with ${JSON.stringify(delimiter)} between the columns`,
      [title, `Name${delimiter}Email`, `Ada Lovelace${delimiter}ada@example.org`, `Grace Hopper${delimiter}grace@example.org`].join("\n"),
      ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
    ]),
  ),
  ...["Guests", "Gäste", "People", "Personen", "Party"].map((title): [string, string, string[]] => [
    `names under ${title}, which mostly heads counts`,
    `${title},Email\nAda Lovelace,ada@example.org\nKurt,k.berg@example.org`,
    ["Ada Lovelace <ada@example.org>", "Kurt <k.berg@example.org>"],
  ]),
  [
    "words for a count beside names, which are no names",
    "Name,Email,Guests\nAda Lovelace,ada@example.org,two adults\nGrace Hopper,grace@example.org,one child",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
  ...["Guest", "Gast"].flatMap((title): [string, string, string[]][] => [
    [
      `row numbers under ${title}, which count nobody`,
      `${title},First name,Last name,Email\n1,Ada,Lovelace,ada@example.org\n2,Grace,Hopper,grace@example.org`,
      ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
    ],
    [
      `counts under ${title}, which are of companions`,
      `${title},First name,Last name,Email\n1,Ada,Lovelace,ada@example.org\n0,Grace,Hopper,grace@example.org`,
      ["Ada Lovelace <ada@example.org> +1", "Grace Hopper <grace@example.org> +0"],
    ],
  ]),
  [
    "an answer under a heading that ends in RSVP",
    "First Name,Last Name,Email Address,Wedding RSVP\nAda,Lovelace,ada@example.org,Attending\nGrace,Hopper,grace@example.org,Not attending",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  [
    "a tick in a column of those who want no mail",
    "First Name,Last Name,Email,Unsubscribed from all email\nAda,Lovelace,ada@example.org,false\nGrace,Hopper,grace@example.org,true",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  [
    "the rule below the headings of a Markdown table",
    "| Name | Email |\n|:---|---|\n| Ada Lovelace | ada@example.org |\n| Grace Hopper | grace@example.org |",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
  [
    "an address that is its own name, as Outlook copies it",
    "'kurt.berg@example.org' <kurt.berg@example.org>; Ada Lovelace <ada@example.org>",
    ["Kurt Berg <kurt.berg@example.org>", "Ada Lovelace <ada@example.org>"],
  ],
  [
    "links to addresses, as chats copy them",
    "Ada Lovelace [ada@example.org](mailto:ada@example.org)\n[Grace Hopper](mailto:grace@example.org)",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
])("%s", (_, text, guests) => {
  expect(shown(text)).toEqual(guests);
});

test.each(["10: Mia Lang", "#5 Mia Lang", "(6) Mia Lang", "7 - Mia Lang", "#12. Mia Lang", "3) [ ] Mia Lang"])(
  "a numbered line: %s",
  (line) => {
    expect(shown(line)).toEqual(["Mia Lang"]);
  },
);

test.each(["Mia Lang ☎ 01234 567890", "Mia Lang 📱+49 171 1234567", "Mia Lang: 01234 567890"])(
  "the mark before a phone number goes with it: %s",
  (line) => {
    expect(shown(line)).toEqual(["Mia Lang"]);
  },
);

test.each<[string, string]>([
  ["Mia Lang mit Partner", "Mia Lang +1"],
  ["Mia Lang w/ husband", "Mia Lang +1"],
  ["Mia Lang et invité", "Mia Lang +1"],
  ["Mia Lang con acompañante", "Mia Lang +1"],
  ["Mia Lang (+ 2 Kinder)", "Mia Lang +2"],
  ["Mia Lang mit 2 Kindern", "Mia Lang +2"],
  ["Anna und Tom Berg mit Kindern", "Anna und Tom Berg mit Kindern (several_people)"],
  ["Ortega y Gasset", "Ortega y Gasset"],
  ["Ana e Silva", "Ana e Silva"],
])("who comes along: %s", (line, guest) => {
  expect(shown(line)).toEqual([guest]);
});

test.each(["Mia Lang: abgesagt", "Mia Lang – sagt ab", "Mia Lang (no viene)", "Mia Lang ❌", "Mia Lang - afgemeld", "Mia Lang (regrets)"])(
  "no beside a name: %s",
  (line) => {
    expect(shown(line)).toEqual(["Mia Lang (not_coming)"]);
  },
);

test.each<[string, string]>([
  ["Mia Lang <mia@example.org>.", "Mia Lang <mia@example.org>"],
  ["Mia Lang «mia@example.org»!", "Mia Lang <mia@example.org>"],
  ["‹mia@example.org›", "Mia <mia@example.org>"],
  ["<mailto:mia@example.org?subject=Hello&body=Dear>", "Mia <mia@example.org>"],
  ["E-Mail: mia@example.org", "Mia <mia@example.org>"],
  ["Mia Lang (email: mia@example.org)", "Mia Lang <mia@example.org>"],
  ["Mia Lang – E-Mail-Adresse: mia@example.org", "Mia Lang <mia@example.org>"],
  ["From: Mia Lang <mia@example.org>", "Mia Lang <mia@example.org>"],
  ["Name: Mia Lang, Email: mia@example.org", "Mia Lang <mia@example.org>"],
  ["Mia Lang,mailto:mia@example.org?subject=Hi", "Mia Lang <mia@example.org>"],
])("what is written around an address belongs to nobody's name: %s", (line, guest) => {
  expect(shown(line)).toEqual([guest]);
});

test.each<[string, string[]]>([
  ["Mia et Tom Lang", ["Mia Lang", "Tom Lang"]],
  ["Mia og Tom Lang", ["Mia Lang", "Tom Lang"]],
  ["Mia och Tom", ["Mia", "Tom"]],
  ["Mia Lang en Tom Berg", ["Mia Lang", "Tom Berg"]],
  ["Li En Wang", ["Li En Wang"]],
  ["Mia Lang / Tom Berg", ["Mia Lang / Tom Berg (several_people)"]],
  ["Mia/Tom Lang", ["Mia/Tom Lang (several_people)"]],
  ["N/A", ["N/A"]],
])("two on one line in other languages, or with a stroke between: %s", (line, guests) => {
  expect(shown(line)).toEqual(guests);
});

test("whom somebody came with is neither a name nor a count of theirs", () => {
  const text = "Name,Status,RSVP date,Is Plus One Of\nMia Lang,Going,2026-01-01,\nTom,Going,2026-01-01,Mia Lang";
  expect(parseGuests(text).rows.map(({ name, problems }) => [name, problems.map(({ code }) => code)])).toEqual([
    ["Mia Lang", ["no_email"]],
    ["Tom", ["no_email"]],
  ]);
});
