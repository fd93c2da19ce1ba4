const NO = new Set(
  "no nein n false declined decline notgoing notattending notcoming cancelled canceled cancel refunded unsubscribed cleaned rejected cantgo cant cannot cantcome cantmakeit cannotattend deleted void voided expired removed withdrawn bounced abgesagt absage abgelehnt storniert abgemeldet kommtnicht nichtdabei verhindert nimmtnichtteil invitationdeclined orderrefunded regrets sorryno".split(
    " ",
  ),
);
/** Beside a name only words that mean nothing else count. */
const UNMISTAKABLE =
  /declin|not ?(?:going|attending|coming)|cancel|refund|unsubscrib|abgesagt|absage|storniert|abgemeldet|kommt nicht|can.?t (?:come|go|make)/i;
const LONGEST = 40;

/** Whether this cell of a column of answers says that somebody does not come, or wants no mail. */
export function saysNo(cell: string): boolean {
  if (cell.length > LONGEST) return false;
  const word = cell.toLowerCase().replace(/[^\p{L}]/gu, "");
  return NO.has(word) || /^(?:no|nein)\b.{3}/i.test(cell.trim());
}

/** `Ada Lovelace (declined)`: the name, and the words that say no. */
export function withoutNo(text: string): { rest: string; no: string } {
  const found = /[([]([^()[\]]{2,30})[)\]]$|\s[-–—]\s([^-–—]{2,30})$/.exec(text.slice(-LONGEST));
  const no = (found?.[1] ?? found?.[2] ?? "").trim();
  if (!found || !UNMISTAKABLE.test(no)) return { rest: text, no: "" };
  return { rest: text.slice(0, text.length - found[0].length).trim(), no };
}
