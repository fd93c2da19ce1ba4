import { folded } from "../folded.ts";

const NO = new Set(
  "no nein n false declined decline notgoing notattending notcoming cancelled canceled cancel refunded unsubscribed cleaned rejected cantgo cant cannot cantcome cantmakeit cannotattend deleted void voided expired removed withdrawn bounced abgesagt absage abgelehnt storniert abgemeldet kommtnicht nichtdabei verhindert nimmtnichtteil invitationdeclined orderrefunded regrets sorryno denied absent non nao nej nei nee nie hayır ne нет いいえ 欠席 optedout".split(
    " ",
  ),
);
/** How participles of declining, cancelling, paying back and unsubscribing begin, without accents. */
const REFUSED =
  "declin|declien|cancel|refunded|unsubscrib|abgesagt|sagt ab|storniert|abgemeldet|refuse\\b|annule|rembours|desinscri|desabonn|rechaza|anulad|reembols|rifiut|annullat|rimbors|disiscri|recusad|afgemeld|afgezegd|geannuleerd|geweigerd|uitgeschreven|terugbetaald|odmowi|odrzuc|anulowan|zwrocon|rezygn|avbojt|avbokad|avanmald|avmeldt|avlyst|afmeldt|aflyst|odmitn|zrusen|omluven|lemond|visszautasit|iptal|reddedil|отказ|отмен|отклон";
/** A verb and its negation, in the languages of the headings that are known. */
const NOT_COMING =
  "(?:do(?:es)?|will|can) ?not (?:attend|come|go|join|make)|(?:won|can|doesn).?t (?:attend|be|come|go|join|make)|unable to|not ?(?:going|attending|coming)|(?:wird|kann|werde) (?:leider )?nicht|(?:kommt|komme) (?:leider )?nicht|nimmt nicht teil|ne (?:vient|viendra|peut|participe|assiste)|no (?:asist|viene|vendra|puede|acude)|non (?:partecip|viene|verra|puo)|nao (?:vai|vem|pode|compar)|(?:komt|kan) niet|nie (?:przyjdzie|bedzie|moze)|kommer (?:inte|ikke)|ei paase|neprijde|nem jon|не придет|не сможет";
/** Beside a name only words that mean nothing else count. */
const UNMISTAKABLE = new RegExp(`^(?:(?:leider|sorry|has|hat|regretfully|sadly),? )?(?:${REFUSED}|${NOT_COMING})|^regrets$`);
const CROSS = /\s?[❌✖✗✘]\ufe0f?$/u;
const LONGEST = 40;

/** Whether this cell of a column of answers means that somebody declined, or unsubscribed. */
export function meansDeclined(cell: string): boolean {
  if (cell.length > LONGEST) return false;
  const plain = plainly(cell);
  return NO.has(plain.replace(/[^\p{L}]/gu, "")) || UNMISTAKABLE.test(plain) || /^(?:no|nein)\b.{3}/.test(plain);
}

/** `Ada Lovelace (declined)`: the name, and the words that mean no. */
export function withoutDecline(text: string): { rest: string; no: string } {
  const tail = text.slice(-LONGEST);
  const cross = CROSS.exec(tail);
  const found = cross ?? /[([]([^()[\]]{2,30})[)\]]$|\s[-–—]\s([^-–—]{2,30})$|:\s([^:]{2,30})$/.exec(tail);
  const no = (cross?.[0] ?? found?.[1] ?? found?.[2] ?? found?.[3] ?? "").trim();
  if (!found || (!cross && !UNMISTAKABLE.test(plainly(no)))) return { rest: text, no: "" };
  return { rest: text.slice(0, text.length - found[0].length).trim(), no };
}

/** Lower case, without accents: `Annulé` and `ANNULE` are one word. */
function plainly(text: string): string {
  return folded(text.trim()).replaceAll("’", "'").replaceAll("ł", "l").replaceAll("ø", "o");
}
