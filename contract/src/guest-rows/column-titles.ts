/** What a column can be read as. `note`, `phone` and `tag` are understood but have no place on a guest list yet. */
export type Field = "name" | "first" | "middle" | "last" | "email" | "plusOnes" | "partySize" | "locale" | "note" | "phone" | "tag";

/** Fields that make a table a list of people. */
const PERSONAL = new Set<Field | null>(["name", "first", "last", "email"]);

/** Headings in English and German, without case, spaces, marks and accents. */
const TITLES: Record<Field, string> = {
  name: "name names fullname completename displayname displayedname guestname attendeename contactname invitee attendee namen vollername vollstandigername anzeigename gastname namedesgastes teilnehmer teilnehmerin eingeladene",
  first: "firstname givenname forename givennames vorname vornamen rufname",
  middle: "middlename middlenames additionalname weiterevornamen zweitervorname",
  last: "lastname familyname surname lastnames nachname familienname zuname",
  email:
    "email emails mail mails emailaddress emailaddresses mailaddress primaryemail emailprimary homeemail emailhome workemail emailwork privateemail secondaryemail emailadresse emailadressen mailadresse epost emailprivat emailgeschaftlich",
  plusOnes:
    "plusone plusones extraguests extraguest additionalguests additionalguest companions companion guestsallowed plusonesallowed begleitung begleitungen begleitperson begleitpersonen begleiter zusatzlichegaste weiteregaste mitgebrachte",
  partySize:
    "partysize headcount people numberofpeople numberofguests guestcount groupsize seats pax quantity ticketquantity personen personenzahl personenanzahl anzahl anzahlpersonen anzahlgaste anzahldergaste gruppengrosse platze",
  locale: "language locale lang sprache",
  note: "note notes comment comments remark remarks notiz notizen bemerkung bemerkungen kommentar anmerkung anmerkungen",
  phone:
    "phone phones phonenumber telephone tel mobile mobilephone mobilenumber cell cellphone homephone businessphone primaryphone telefon telefonnummer handy handynummer mobil mobiltelefon mobilnummer rufnummer telefonprivat telefongeschaftlich",
  tag: "tag tags label labels group groups groupmembership category categories gruppe gruppen kategorie kategorien schlagworte",
};
/** Words that head a column only beside another heading: alone they may as well be what is in the list. */
const SHY_TITLES: Record<string, Field> = {
  "1": "plusOnes",
  "1s": "plusOnes",
  plus: "plusOnes",
  party: "partySize",
  guests: "partySize",
  gaste: "partySize",
  first: "first",
  given: "first",
  last: "last",
  family: "last",
  guest: "name",
  contact: "name",
  person: "name",
  who: "name",
  gast: "name",
  kontakt: "name",
  wer: "name",
};

const titles = new Map<string, Field>();
for (const field of Object.keys(TITLES) as Field[]) {
  for (const title of TITLES[field].split(" ")) titles.set(title, field);
}

/** What heads a list of people; beside other headings some of these count people. */
const LIST_TITLES = new Set("guests gaste guestlist gasteliste invitees eingeladene teilnehmende einladungsliste".split(" "));

/** `E-mail 1 - Value` (Google), `E-mail 2 Address` (Outlook), `E-Mail 2: Adresse` (Outlook in German). */
const NUMBERED_EMAIL = /^email\d(?:value|address|wert|adresse)?$/;
const NUMBERED_PHONE = /^(?:phone|telefon)\d(?:value|wert)?$/;
const MAX_TITLE_LENGTH = 60;

function squash(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function confidentField(title: string): Field | null {
  if (title.length > MAX_TITLE_LENGTH) return null;
  const word = squash(title);
  if (NUMBERED_EMAIL.test(word)) return "email";
  return NUMBERED_PHONE.test(word) ? "phone" : (titles.get(word) ?? null);
}

/** What each column is for, or null if these cells are no headings: they are people already. */
export function fieldsOfTitles(cells: readonly string[]): (Field | null)[] | null {
  if (cells.some((cell) => cell.includes("@"))) return null;
  if (cells.length === 1 && LIST_TITLES.has(squash((cells[0] ?? "").slice(0, MAX_TITLE_LENGTH)))) return ["name"];
  const confident = cells.map(confidentField);
  const fields = cells.map((cell, column) => confident[column] ?? SHY_TITLES[squash(cell.slice(0, MAX_TITLE_LENGTH))] ?? null);
  const known = fields.filter((field) => PERSONAL.has(field)).length;
  if (known === 0 || (known === 1 && !confident.some((field) => PERSONAL.has(field)))) return null;
  return asSurname(fields);
}

/** German lists say `Name, Vorname`: beside a first name and no last name, the name is the last name. */
function asSurname(fields: (Field | null)[]): (Field | null)[] {
  if (!fields.includes("first") || fields.includes("last")) return fields;
  return fields.map((field) => (field === "name" ? "last" : field));
}
