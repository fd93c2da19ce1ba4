import { expect, test } from "vitest";
import { writeCsv } from "../csv-export.ts";
import { parseGuests } from "../guest-rows.ts";

type Cells = Record<string, string>;

/** An export with these headings, its people filled in where they have something. */
function exported(headings: string[], people: Cells[]): string {
  return writeCsv([headings, ...people.map((person) => headings.map((heading) => person[heading] ?? ""))]);
}

const GOOGLE =
  "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value".split(
    ",",
  );
const GOOGLE_BEFORE =
  "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Initials,Nickname,Birthday,Gender,Location,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value".split(
    ",",
  );
const OUTLOOK =
  "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Home Phone,Mobile Phone,Categories,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,Notes".split(
    ",",
  );
const OUTLOOK_GERMAN =
  "Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Telefon privat;Mobiltelefon;Kategorien;E-Mail-Adresse;E-Mail-Typ;E-Mail: Angezeigter Name;E-Mail 2: Adresse;Notizen".split(
    ";",
  );

test("Google Contacts: the name is put together, further addresses are kept", () => {
  const text = exported(GOOGLE, [
    {
      "First Name": "Augusta",
      "Middle Name": "Ada",
      "Last Name": "King",
      "E-mail 1 - Value": "ada@example.org ::: king@example.org",
      "E-mail 2 - Value": "a.king@example.org",
      Labels: "* myContacts",
    },
    { "First Name": "Grace", Notes: "two\nlines", "Phone 1 - Value": "030 1" },
    { "E-mail 1 - Value": "alan.turing@example.org", "Organization Name": "Bletchley" },
  ]);
  const parsed = parseGuests(text);
  expect(parsed.rows).toMatchObject([
    { name: "Augusta Ada King", email: "ada@example.org", otherEmails: ["king@example.org", "a.king@example.org"], problems: [], line: 2 },
    { name: "Grace", email: null, problems: [{ code: "no_email" }], line: 3, endLine: 4 },
    { name: "Alan Turing", email: "alan.turing@example.org", problems: [{ code: "name_from_email" }], line: 5 },
  ]);
  expect(parsed.ignoredColumns.map(({ title, kind }) => [title, kind])).toEqual([
    ["Organization Name", null],
    ["Notes", "note"],
    ["Labels", "tag"],
    ["Phone 1 - Value", "phone"],
  ]);
});

test("Google Contacts as it was before: the whole name goes first, the language counts", () => {
  const text = exported(GOOGLE_BEFORE, [
    {
      Name: "Ada Lovelace",
      "Given Name": "Ada",
      "Family Name": "Lovelace",
      Language: "en",
      "E-mail 1 - Type": "* Home",
      "E-mail 1 - Value": "ada@example.org",
    },
  ]);
  expect(parseGuests(text).rows).toMatchObject([{ name: "Ada Lovelace", email: "ada@example.org", locale: "en", problems: [] }]);
});

test("Outlook, in English and in German", () => {
  const english = exported(OUTLOOK, [
    {
      "First Name": "Ada",
      "Last Name": "Lovelace",
      "E-mail Address": "ada@example.org",
      "E-mail Display Name": "Ada L.",
      "E-mail 2 Address": "al@example.org",
    },
  ]);
  const german = exported(OUTLOOK_GERMAN, [
    {
      Vorname: "Ada",
      Nachname: "Lovelace",
      "E-Mail-Adresse": "ada@example.org",
      "E-Mail: Angezeigter Name": "Ada L.",
      "E-Mail 2: Adresse": "al@example.org",
    },
  ]).replaceAll('","', '";"');
  for (const text of [english, german]) {
    expect(parseGuests(text).rows).toMatchObject([{ name: "Ada Lovelace", email: "ada@example.org", otherEmails: ["al@example.org"] }]);
  }
});

test("our own export can be read again", () => {
  const text = writeCsv([
    ["Name", "E-mail", "Party size"],
    ["=Ada", "ada@example.org", 2],
  ]);
  expect(parseGuests(text).rows).toMatchObject([{ name: "'=Ada", email: "ada@example.org", plusOnes: 1 }]);
});
