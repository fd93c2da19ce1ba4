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

test("our own export can be read back", () => {
  const text = writeCsv([
    ["Name", "E-mail", "Party size"],
    ["=Ada", "ada@example.org", 2],
  ]);
  expect(parseGuests(text).rows).toMatchObject([{ name: "'=Ada", email: "ada@example.org", plusOnes: 1 }]);
});

const tsv = (text: string) => text.replaceAll("→", "\t");

/** `name <email> +plusOnes` of those who are ready; `(code)` of the others. */
function shown(text: string): string[] {
  return parseGuests(text).rows.map(({ name, email, plusOnes, problems }) => {
    const stop = problems.find(({ code }) => code === "not_coming")?.code;
    return [name, email && `<${email}>`, plusOnes !== null && `+${plusOnes}`, stop && `(${stop})`].filter(Boolean).join(" ");
  });
}

test.each<[string, string, string[]]>([
  [
    "Eventbrite",
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Order Type,Total Paid,Attendee #,Attendee Status\n1001,2026-05-01,Ada,Lovelace,ada@example.org,1,General,Free,0.00,1,Attending\n1002,2026-05-02,Grace,Hopper,grace@example.org,1,General,Free,0.00,2,Refunded\n1003,2026-05-02,Kurt,Berg,kurt@example.org,1,General,Free,0.00,3,Not Attending",
    [
      "Ada Lovelace <ada@example.org> +0",
      "Grace Hopper <grace@example.org> +0 (not_coming)",
      "Kurt Berg <kurt@example.org> +0 (not_coming)",
    ],
  ],
  [
    "Eventbrite with a buyer",
    "Order ID,Buyer first name,Buyer surname,Buyer email,Attendee first name,Attendee Surname,Attendee email\n1,Bo,Buyer,buyer@example.org,Ada,Lovelace,ada@example.org\n1,Bo,Buyer,buyer@example.org,Grace,Hopper,grace@example.org",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
  [
    "Luma",
    "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,custom_source\ngst-1,Ada Lovelace,Ada,Lovelace,ada@example.org,,2026-01-01,approved,\ngst-2,,Grace,Hopper,grace@example.org,,2026-01-01,declined,\ngst-3,,,,kurt.berg@example.org,,2026-01-01,invited,",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)", "Kurt Berg <kurt.berg@example.org>"],
  ],
  [
    "Partiful",
    "Name,Status,RSVP date,Is Plus One Of\nAda Lovelace,Going,2026-01-01,\nGrace Hopper,Can't Go,2026-01-02,\nKurt Berg,Going,2026-01-02,Ada Lovelace",
    ["Ada Lovelace", "Grace Hopper (not_coming)", "Kurt Berg"],
  ],
  [
    "Meetup",
    tsv(
      "Name→User ID→Title→Event Host→RSVP→Guests→RSVPed on→Joined Group on→URL of Member Profile\nAda Lovelace→user 1→→No→Yes→0→May 1→May 1→https://example.org/1\nGrace Hopper→user 2→→No→Yes→2→May 1→May 1→https://example.org/2\nKurt Berg→user 3→→No→No→0→May 1→May 1→https://example.org/3",
    ),
    ["Ada Lovelace +0", "Grace Hopper +2", "Kurt Berg +0 (not_coming)"],
  ],
  ["Meetup, nobody alone", tsv("Name→User ID→RSVP→Guests\nGrace Hopper→user 2→Yes→2"), ["Grace Hopper +2"]],
  [
    "Mailchimp",
    "EMAIL,FNAME,LNAME,STATUS,MEMBER_RATING,OPTIN_TIME,TAGS\nada@example.org,Ada,Lovelace,subscribed,2,2026-01-01 10:00:00,vip\ngrace@example.org,Grace,Hopper,unsubscribed,2,2026-01-01 10:00:00,",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  [
    "Mailchimp's file of those who left",
    "Email Address,First Name,Last Name,UNSUB_TIME,UNSUB_REASON\nada@example.org,Ada,Lovelace,2026-01-01 10:00:00,N/A",
    ["Ada Lovelace <ada@example.org> (not_coming)"],
  ],
  [
    "Hi.Events",
    "ID,First Name,Last Name,Email,Status,Is Checked In,Ticket ID,Public ID\n1,Ada,Lovelace,ada@example.org,ACTIVE,No,7,A-1\n2,Grace,Hopper,grace@example.org,CANCELLED,No,7,A-2",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  [
    "Typeform",
    "#,What's your first name?,And your *last name*?,What email can we reach you at?,Can you come?,Submit Date (UTC),Network ID\na1b2,Ada,Lovelace,ada@example.org,Yes,2026-01-01,f1\nc3d4,Grace,Hopper,grace@example.org,No,2026-01-01,f2",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  [
    "pretix",
    "Order code,Position ID,Status,Email,Order date,Product,Attendee name,Attendee name: Given name,Attendee name: Family name,Attendee email,Invoice address name\nABC,1,Paid,buyer@example.org,2026-01-01,Ticket,Ada Lovelace,Ada,Lovelace,ada@example.org,Bo Buyer\nABC,2,Canceled,buyer@example.org,2026-01-01,Ticket,Grace Hopper,Grace,Hopper,grace@example.org,Bo Buyer",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org> (not_coming)"],
  ],
  [
    "a shy column of answers",
    "First,Last,Email,Guest\nAda,Lovelace,ada@example.org,No\nGrace,Hopper,grace@example.org,Yes",
    ["Ada Lovelace <ada@example.org> +0", "Grace Hopper <grace@example.org> +1"],
  ],
  [
    "row numbers",
    "No.,Name,E-Mail\n1,Ada Lovelace,ada@example.org\n2,Grace Hopper,grace@example.org",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
  ["numbered attendees", "Attendee,First Name,Last Name,Email\n1,Ada,Lovelace,ada@example.org", ["Ada Lovelace <ada@example.org>"]],
  [
    "Exchange's own addresses",
    "Name,E-mail Address\nAda Lovelace,/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=ada",
    ["Ada Lovelace"],
  ],
  [
    "French",
    "Prénom;Nom;Courriel\nAda;Lovelace;ada@example.org\nGrace;Hopper;grace@example.org",
    ["Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"],
  ],
])("%s: the right people under the right names", (_, text, people) => {
  expect(shown(text)).toEqual(people);
});

test.each([
  "Email Address (required)",
  "Attendee Email",
  "Guest Email",
  "Email Address 1",
  "Personal Email",
  "Where do we write to?",
  "Kontaktmöglichkeit",
  "Contact",
  "Correo electrónico",
])("a column of addresses is one whatever its heading: %s", (title) => {
  const text = `Name,${title}\nAda Lovelace,ada@example.org\nGrace Hopper,\nKurt Berg,kurt@example.org`;
  expect(shown(text)).toEqual(["Ada Lovelace <ada@example.org>", "Grace Hopper", "Kurt Berg <kurt@example.org>"]);
});

test.each<[string, string]>([
  ["semicolons", "Wedding of Anna and Tom;;\nName;E-Mail;Personen\nMara Lind;mara@example.org;2"],
  ["without delimiters", "Wedding of Anna and Tom\n\nName,E-Mail,Personen\nMara Lind,mara@example.org,2"],
  ["tabs", "Guest list\t\t\n12 June\t\t\nName\tE-Mail\tPersonen\nMara Lind\tmara@example.org\t2"],
  ["notes", "Party\nas of 12.06.2026\nplease, do not share\n;;\nName;E-Mail;Personen\nMara Lind;mara@example.org;2"],
])("a title and notes above the headings are part of the heading: %s", (_, text) => {
  const { rows, heading } = parseGuests(text);
  expect(rows).toMatchObject([{ name: "Mara Lind", email: "mara@example.org", plusOnes: 1, problems: [] }]);
  expect(heading?.line).toBe(1);
  expect(heading?.source).toContain("Name");
});
