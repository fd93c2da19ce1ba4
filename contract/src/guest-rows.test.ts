import { expect, test } from "vitest";
import { parseGuests } from "./guest-rows.ts";

/** `name <email> +plusOnes` for each row, short to read and to compare. */
export function shown(text: string): string[] {
  return parseGuests(text).rows.map(({ name, email, plusOnes }) =>
    [name, email && `<${email}>`, plusOnes !== null && `+${plusOnes}`].filter(Boolean).join(" "),
  );
}

const ADA = "Ada Lovelace <ada@example.org>";
const GRACE = "Grace Hopper <grace@example.org>";

test.each<[string, string, string[]]>([
  ["a name on each line", "Ada Lovelace\nGrace Hopper\n\nAlan", ["Ada Lovelace", "Grace Hopper", "Alan"]],
  ["names on one line", "Ada, Grace, Alan", ["Ada", "Grace", "Alan"]],
  ["full names on one line", "Ada Lovelace, Grace Hopper", ["Ada Lovelace", "Grace Hopper"]],
  ["bullets", "- Ada Lovelace\n• Grace\n1. Alan\n12) Kurt", ["Ada Lovelace", "Grace", "Alan", "Kurt"]],
  ["a mailbox on each line", `${ADA}\n${GRACE}`, [ADA, GRACE]],
  ["mailboxes after commas", `${ADA}, ${GRACE}`, [ADA, GRACE]],
  ["mailboxes after semicolons", `${ADA}; ${GRACE};`, [ADA, GRACE]],
  ["mailboxes over lines", `${ADA},\n ${GRACE},\n`, [ADA, GRACE]],
  ["quoted mailboxes", `"Lovelace, Ada" <ada@example.org>, "Grace Hopper" <grace@example.org>`, [ADA, GRACE]],
  ["Outlook's way", "Lovelace, Ada <ada@example.org>; Hopper, Grace <grace@example.org>", [ADA, GRACE]],
  ["one person, Outlook's way", "Lovelace, Ada <ada@example.org>", [ADA]],
  ["particles", "van der Berg, Jan <jan@example.org>", ["Jan van der Berg <jan@example.org>"]],
  ["reversed names after semicolons", "Lovelace, Ada; Hopper, Grace", ["Ada Lovelace", "Grace Hopper"]],
  ["reversed names on lines", "Lovelace, Ada\nHopper, Grace", ["Ada Lovelace", "Grace Hopper"]],
  ["bare addresses", "<ada@example.org> grace@example.org", ["Ada <ada@example.org>", "Grace <grace@example.org>"]],
  ["mailto", "mailto:ada@example.org", ["Ada <ada@example.org>"]],
  ["address first", "ada@example.org Ada Lovelace\ngrace@example.org (Grace Hopper)", [ADA, GRACE]],
  ["names before addresses", "Ada Lovelace ada@example.org\nGrace Hopper - grace@example.org", [ADA, GRACE]],
  ["pairs", "Ada Lovelace, ada@example.org, Grace Hopper, grace@example.org", [ADA, GRACE]],
  ["a name and an address", "Ada Lovelace, ada@example.org", [ADA]],
  ["an address and a name", "ada@example.org; Ada Lovelace", [ADA]],
  ["others beside an address", "Ada Lovelace, Grace Hopper <grace@example.org>", ["Ada Lovelace", GRACE]],
  ["many on a line without separators", "Ada Lovelace <ada@example.org> Grace Hopper <grace@example.org>", [ADA, GRACE]],
  [
    "extra people",
    "Ada +1\nGrace (+2)\nAlan <alan@example.org> +3\nKurt +49",
    ["Ada +1", "Grace +2", "Alan <alan@example.org> +3", "Kurt"],
  ],
  ["extra people after a comma", "Ada Lovelace, +1; Grace Hopper, grace@example.org, +2", ["Ada Lovelace +1", `${GRACE} +2`]],
  ["the header of an email", `To: ${ADA}, ${GRACE}\nCc: alan@example.org`, [ADA, GRACE, "Alan <alan@example.org>"]],
  ["strokes", "ada@example.org / Ada Lovelace\n'Grace Hopper' <grace@example.org>", [ADA, GRACE]],
  ["titles", "Ada Lovelace, PhD <ada@example.org>", ["Ada Lovelace, PhD <ada@example.org>"]],
])("a list is read: %s", (_, text, expected) => {
  expect(shown(text)).toEqual(expected);
});

test.each<[string, string, string[]]>([
  ["tabs", "Ada Lovelace\tada@example.org\nGrace Hopper\tgrace@example.org", [ADA, GRACE]],
  ["tabs, address first", "ada@example.org\tAda\tLovelace\ngrace@example.org\tGrace\tHopper", [ADA, GRACE]],
  ["semicolons", "Ada;Lovelace;ada@example.org\nGrace;Hopper;grace@example.org", [ADA, GRACE]],
  ["commas", "Ada Lovelace,ada@example.org,0\nGrace Hopper,grace@example.org,2", [`${ADA} +0`, `${GRACE} +2`]],
  ["reversed, commas", "Lovelace, Ada, ada@example.org\nHopper, Grace, grace@example.org", [ADA, GRACE]],
  ["row numbers", "1\tAda Lovelace\n2\tGrace Hopper\n3\tAlan", ["Ada Lovelace", "Grace Hopper", "Alan"]],
  ["party sizes", "Ada Lovelace;2\nGrace Hopper;1\nAlan Turing;4", ["Ada Lovelace +1", "Grace Hopper +0", "Alan Turing +3"]],
  ["one row", "Ada;Lovelace;ada@example.org", [ADA]],
  ["gaps", "Ada Lovelace\tada@example.org\nGrace Hopper\t\n\tkurt@example.org", [ADA, "Grace Hopper", "Kurt <kurt@example.org>"]],
])("columns without headings are guessed from what they hold: %s", (_, text, expected) => {
  expect(shown(text)).toEqual(expected);
});

test.each<[string, string]>([
  ["English", "Name,E-mail,Plus ones\nAda Lovelace,ada@example.org,1"],
  ["any order", "plus_ones;EMAIL;Last Name;First Name\n1;ada@example.org;Lovelace;Ada"],
  ["given and family", "Given name\tFamily name\tE-mail address\tParty size\nAda\tLovelace\tada@example.org\t2"],
  ["German", "Vorname;Nachname;E-Mail-Adresse;Begleitung\nAda;Lovelace;ada@example.org;1"],
  ["German, last name first", "Name;Vorname;Mail;Personenzahl\nLovelace;Ada;ada@example.org;2"],
  ["quotes and a mark", '\ufeff"Name","E-Mail","+1"\r\n"Lovelace, Ada","ADA@example.org","ja"\r\n'],
  ["declared separator", "sep=;\nName;E-Mail;Gäste\nAda Lovelace;ada@example.org;2 Personen"],
])("headings name what columns hold, in any order: %s", (_, text) => {
  expect(shown(text)).toEqual([`${ADA} +1`]);
});

test("a single heading heads a list", () => {
  const parsed = parseGuests("E-Mail\nada@example.org, grace@example.org\n");
  expect(parsed.rows.map((row) => row.email)).toEqual(["ada@example.org", "grace@example.org"]);
  expect(parsed.heading).toEqual({ line: 1, endLine: 1, source: "E-Mail" });
  expect(parsed.rows[0]?.line).toBe(2);
});

test("below a single heading columns are guessed", () => {
  const parsed = parseGuests("Gäste\nMüller, Jürgen\nÖzdemir, Ayşe");
  expect(parsed.rows.map(({ name, line }) => [name, line])).toEqual([
    ["Jürgen Müller", 2],
    ["Ayşe Özdemir", 3],
  ]);
});

test("words that are also names head no column alone", () => {
  expect(shown("Guest\nFamily\nLast")).toEqual(["Guest", "Family", "Last"]);
});

test("languages are read as they are commonly written", () => {
  const { rows } = parseGuests("Name,Sprache\nAda,English\nJürgen,de-AT\nZoë,Klingon\nKurt,");
  expect(rows.map((row) => row.locale)).toEqual(["en", "de", null, null]);
  expect(rows[2]?.problems).toContainEqual({ code: "locale_unknown", text: "Klingon" });
});

test("columns that nothing is made of are named, with what they are and how much they hold", () => {
  const text = "Name,Phone,Notes,Tags,Shoe size,Fax\nAda,030 1,vegan,,38,\nGrace,030 2,,family,,";
  expect(parseGuests(text).ignoredColumns).toEqual([
    { title: "Phone", column: 1, kind: "phone", filled: 2 },
    { title: "Notes", column: 2, kind: "note", filled: 1 },
    { title: "Tags", column: 3, kind: "tag", filled: 1 },
    { title: "Shoe size", column: 4, kind: null, filled: 1 },
  ]);
});

test("the preview lets one choose what a column is, and that a table is none", () => {
  const text = "Ada Lovelace,Analyst,ada@example.org\nGrace Hopper,Admiral,grace@example.org";
  const parsed = parseGuests(text, { fields: [null, "name", "email"] });
  expect(parsed.rows.map((row) => row.name)).toEqual(["Analyst", "Admiral"]);
  expect(parseGuests("Ada, Grace\nAlan, Kurt", { shape: "list" }).rows.map((row) => row.name)).toEqual(["Ada", "Grace", "Alan", "Kurt"]);
});
