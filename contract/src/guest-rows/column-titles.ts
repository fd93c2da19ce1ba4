import { folded } from "../folded.ts";

/** What a column can be read as. `note`, `phone` and `tag` are understood but have no place on a guest list yet. */
export type Field =
  | "name"
  | "first"
  | "middle"
  | "last"
  | "email"
  | "plusOnes"
  | "partySize"
  | "locale"
  | "status"
  | "endedAt"
  | "note"
  | "phone"
  | "tag";

/** What a heading means by itself, without the cells below it. */
export interface TitleReading {
  field: Field | null;
  /** `guest`: of whoever attends. `other`: of a buyer, a host, a company. */
  of: "guest" | "other" | null;
  /** The whole heading is a known one; otherwise it is a sentence that a known word stands in. */
  sure: boolean;
}

/** Fields that make a table a list of people. */
const PERSONAL = new Set<Field | null>(["name", "first", "last", "email"]);

/** Headings in the languages of whoever exports lists, most of them English and German, without case, spaces, marks and accents. */
const TITLES: Record<Field, string> = {
  name: "name names fullname wholename completename displayname displayedname guestname attendeename contactname invitee attendee namen vollername vollstandigername anzeigename gastname namedesgastes teilnehmer teilnehmerin eingeladene nombre nombrecompleto nomcomplet nomecompleto nome naam navn namn nom nomprenom prenomnom nometprenom prenometnom nomeecognome cognomeenome nomeesobrenome nombreyapellidos apellidosynombre imieinazwisko nazwiskoiimie jmenoaprijmeni volledigenaam fuldenavn fulltnavn teljesnev adsoyad adısoyadı isimsoyisim имяифамилия фио 氏名 お名前 名前 姓名 名字 全名 이름 성명 성함 ονοματεπωνυμο ονομα vardasirpavarde vardaspavarde vardsuzvards numecomplet numesiprenume menoapriezvisko imeiprezime imeinpriimek hotenten hovaten namalengkap имеифамилия імяпрізвище піб الاسم الاسمالكامل שם שםמלא",
  first:
    "firstname fname givenname givennames forename vorname vornamen rufname prenom primeironame voornaam fornavn fornamn imie nombredepila jmeno krestnijmeno keresztnev utonev etunimi isim имя імя име שםפרטי",
  middle: "middlename middlenames additionalname weiterevornamen zweitervorname",
  last: "lastname lname familyname surname lastnames nachname familienname zuname nomdefamille apellido apellidos cognome sobrenome achternaam etternavn efternavn efternamn nazwisko apelido prijmeni vezeteknev csaladnev sukunimi soyad soyadı soyisim фамилия επωνυμο pavarde uzvards priezvisko prezime priimek perekonnanimi 姓 성 прізвище фамилно שםמשפחה",
  email:
    "email emails mail mails emailaddress emailaddresses mailaddress primaryemail emailprimary homeemail emailhome workemail emailwork privateemail secondaryemail emailadresse emailadressen mailadresse epost emailprivat emailgeschaftlich emailid emailvalue eaddress correo correoelectronico courriel adresseemail adressemail indirizzoemail posta mailadres emailadres epostadresse adressedemessagerie adressecourriel adresseelectronique direcciondecorreo direcciondecorreoelectronico enderecodeemail adresemail adresmail emailovaadresa emailcim eposta epostaadresi sahkoposta электроннаяпочта почта メールアドレス メール 邮箱 電子郵件 电子邮件 电子邮箱 邮件 邮箱地址 电邮 信箱 이메일 이메일주소 메일 ηλεκτρονικηδιευθυνση elpastas elpastoadresas epasts epastaadrese adresadeemail adresaemail adresadeposta elposta elektronskaposta thudientu alamatemail surel електроннапошта електроннаадреса имейл البريدالإلكتروني البريدالالكتروني אימייל דואל דואראלקטרוני",
  plusOnes:
    "plusone plusones extraguests extraguest additionalguests additionalguest companions companion guestsallowed plusonesallowed begleitung begleitungen begleitperson begleitpersonen begleiter zusatzlichegaste weiteregaste mitgebrachte acompanante acompanantes accompagnants accompagnateurs accompagnatori acompanhantes introducees osobytowarzyszace",
  partySize:
    "partysize headcount people numberofpeople numberofguests guestcount groupsize seats pax quantity ticketquantity personen personenzahl personenanzahl anzahl anzahlpersonen anzahlgaste anzahldergaste gruppengrosse platze personas numerodepersonas numerodeinvitados nombredepersonnes nombredinvites persone numerodipersone numeroospiti pessoas numerodepessoas aantal aantalpersonen aantalgasten antal antalpersoner antalgaster antalgæster antallgjester liczbaosob pocetosob letszam kisisayısı количествогостей количествочеловек 人数 人數 인원 인원수 αριθμοσατομων zmoniuskaicius cilvekuskaits numardepersoane brojosoba кількістьосіб",
  locale: "language locale lang sprache",
  status:
    "status rsvp rsvpstatus approvalstatus attendeestatus attendancestatus attendance attending attendingstatus orderstatus orderstate ticketstatus registrationstatus invitestatus invitationstatus response rsvpresponse reply answer subscriptionstatus memberstatus going willyouattend willyoubeattending willyoucome areyoucoming areyouattending canyoucome areyougoing antwort zusage zugesagt teilnahme teilnahmestatus kommt kommstdu kommensie ruckmeldung replystatus approval statut reponse presence participation estado respuesta asistencia confirmacion stato risposta conferma partecipazione situacao resposta presenca aanwezig antwoord odpowiedz obecnosc svar deltar stav valasz durum статус ответ 出欠",
  endedAt:
    "unsubtime unsubscribedat unsubscribetime unsubscribedon canceledat cancelledat cancelledon canceledon cancellationdate cancellationtime declinedat refundedat refunddate deletedat abgemeldetam storniertam abgesagtam unsubscribed unsubscribedfromallemail unsubscribedfromemail emailoptout optedout optedoutofemail",
  note: "note notes comment comments remark remarks notiz notizen bemerkung bemerkungen kommentar anmerkung anmerkungen nachricht",
  phone:
    "phone phones phonenumber telephone tel mobile mobilephone mobilenumber cell cellphone homephone businessphone primaryphone telefon telefonnummer handy handynummer mobil mobiltelefon mobilnummer rufnummer telefonprivat telefongeschaftlich telefono telefonomovil movil celular cellulare telemovel portable telephoneportable telephonemobile telefoon telefoonnummer telefonszam телефон 電話番号",
  tag: "tag tags label labels group groups groupmembership category categories gruppe gruppen kategorie kategorien schlagworte markierung markierungen",
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
  ad: "first",
  meno: "first",
  ime: "first",
  nume: "last",
  nama: "name",
  vardas: "first",
  vards: "first",
  prenume: "first",
  gast: "name",
  kontakt: "name",
  wer: "name",
};

const MAX_TITLE_LENGTH = 120;
const titles = new Map<string, Field>();
for (const field of Object.keys(TITLES) as Field[]) {
  for (const title of TITLES[field].split(" ")) titles.set(squash(title), field);
}

/** What heads a list of people; beside other headings some of these count people. */
const LIST_TITLES = new Set("guests gaste guestlist gasteliste invitees eingeladene teilnehmende einladungsliste".split(" "));

/** `E-mail 1 - Value` (Google), `E-mail 2 Address` (Outlook), `E-Mail 2: Adresse` (Outlook in German). */
const NUMBERED_EMAIL = /^(?:email|emailaddress|mail)\d{1,2}(?:value|address|wert|adresse)?$/;
const NUMBERED_PHONE = /^(?:phone|telefon)\d(?:value|wert)?$/;

const OF_GUEST = new Set(
  "attendee attendees guest guests gast participant participants invitee teilnehmer teilnehmerin registrant member".split(" "),
);
const OF_OTHERS = new Set(
  "buyer buyers purchaser purchasers payer customer order orderer billing invoice rechnung besteller kaufer host hosts organizer organiser gastgeber veranstalter company organization organisation firma event ticket venue referrer referred inviter invited eingeladen emergency parent assistant manager user nick nickname file phonetic prefix suffix type label consent status".split(
    " ",
  ),
);
/** Words around a known heading that add no meaning. */
const FILLING = new Set(
  "your the a an my own what whats is s please enter give us personal private primary preferred main best contact person home work business required optional erforderlich pflichtfeld wie lautet lauten heisst du sie ihre ihr deine dein bitte mit full of to for in at no1 1 2 3 and".split(
    " ",
  ),
);
/** A number, an id, a count of people: such a column holds no names, whatever else its heading says. */
const NUMBERS = new Set("# no nr num number nummer id ids count anzahl ref".split(" "));

/** Who somebody came with: neither a name of theirs nor a count (Partiful). */
const BROUGHT_BY = /\b(?:plus one|guest|begleitung|gast) (?:of|von)\b/;

const IN_SENTENCES: [RegExp, Field][] = [
  [/\be ?mail(?:s|adresse|address)?\b/, "email"],
  [/\b(?:first name|given name|vorname)\b/, "first"],
  [/\b(?:last name|surname|family name|nachname|familienname)\b/, "last"],
  [/\b(?:phone|mobile|telefon\w{0,7}|handy\w{0,7})\b/, "phone"],
  [
    /\b(?:(?:can|will|could|are) you (?:\w+ ){0,3}(?:come|attend|attending|coming|join|joining|make it|there)|(?:kommst|kommen|nimmst|nehmen) (?:du|sie|ihr))\b/,
    "status",
  ],
  [/\brsvp$/, "status"],
  [/\b(?:plus one|bringing|bring|begleit\w{0,9}|mitbringen)\b/, "plusOnes"],
  [/\b(?:name|heisst du|heissen sie)\b/, "name"],
];

function squash(title: string): string {
  return wordsOf(title).replaceAll(" ", "");
}

/** Lower case, without accents, marks as single spaces; a number sign is a word. */
function wordsOf(title: string): string {
  return folded(title.slice(0, MAX_TITLE_LENGTH))
    .replaceAll("ß", "ss")
    .replaceAll("#", " # ")
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim();
}

/** What one heading means. */
export function readTitle(title: string): TitleReading {
  if (title.length > MAX_TITLE_LENGTH) return { field: null, of: null, sure: false };
  const whole = known(squash(title));
  if (whole) return { field: whole, of: /attendee|guest|teilnehm|^gast/i.test(title) ? "guest" : null, sure: true };
  const words = wordsOf(title.replace(/[([{][^()[\]{}]*[)\]}]/g, " ")).split(" ");
  const isOther = BROUGHT_BY.test(words.join(" ")) || words.some((word) => OF_OTHERS.has(word));
  const of = words.some((word) => OF_GUEST.has(word)) ? "guest" : isOther ? "other" : null;
  const telling = words.filter((word) => !FILLING.has(word) && !OF_GUEST.has(word)).join("");
  const plain = known(words.filter((word) => !FILLING.has(word)).join("")) ?? known(telling);
  if (plain && !isOther) return { field: plain, of, sure: true };
  const isNumber = words.some((word) => NUMBERS.has(word));
  return { field: isOther || isNumber ? null : inSentence(words.join(" ")), of, sure: false };
}

function known(word: string): Field | null {
  if (NUMBERED_EMAIL.test(word)) return "email";
  return NUMBERED_PHONE.test(word) ? "phone" : (titles.get(word) ?? null);
}

function inSentence(words: string): Field | null {
  return IN_SENTENCES.find(([asked]) => asked.test(words))?.[1] ?? null;
}

/** What each column is for by its heading, or null if these cells are no headings: they are people already. */
export function readTitles(cells: readonly string[]): TitleReading[] | null {
  if (cells.some((cell) => cell.includes("@"))) return null;
  if (cells.length === 1 && LIST_TITLES.has(squash(cells[0] ?? ""))) return [{ field: "name", of: null, sure: true }];
  const read = cells.map(readTitle);
  const all = read.map((reading, column): TitleReading => {
    const shy = reading.field === null ? SHY_TITLES[squash(cells[column] ?? "")] : undefined;
    return shy ? { field: shy, of: null, sure: false } : reading;
  });
  const personal = all.filter(({ field }) => PERSONAL.has(field)).length;
  if (cells.length === 1) return read[0]?.sure && personal === 1 ? all : null;
  const isSure = read.some(({ field, sure }) => sure && PERSONAL.has(field));
  const isQuestions = read.filter(({ field }) => field !== null).length > 1;
  return personal > 0 && (isSure || (personal > 1 && isQuestions) || isAsked(cells, read)) ? all : null;
}

/** One question among cells that nobody is called. */
function isAsked(cells: readonly string[], read: TitleReading[]): boolean {
  return read.some(({ field }, column) => PERSONAL.has(field) && /\?|(?::$)/.test(cells[column] ?? ""));
}
