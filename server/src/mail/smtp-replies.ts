/**
 * Whose trouble a mail server's refusal is. `recipient`: this mail will never arrive there. `sender`: something about
 * us, our account there or our name, that the operator can mend or that passes, so it is tried for hours.
 */
export type Blame = "recipient" | "sender";

export interface Reply {
  code: number;
  text: string;
  /** What it answers to. */
  command: string;
}

/** Words say more than codes, which every provider uses in its own way. */
const senderWords =
  /relay|\bspf\b|dkim|dmarc|authenticat|not authori[sz]ed|unauthori[sz]ed|spam|black ?list|block ?list|blocked|banned|reputation|spamhaus|reverse dns|\bptr\b|unsolicited|policy|rate|throttl|(daily|hourly|sending|outgoing|send) [\w ]*(limit|quota)|(limit|quota) [\w ]*(sending|per (day|hour)|messages)|too many (messages|mails|emails|connections)|credits? (exceeded|exhausted|used up)|exceeded your|(monthly|plan) (limit|quota|plan)|not verified|sender (address )?(rejected|denied|refused)|access denied - |insufficient system|message [\w ]*(size|length)|(message|mail|content) [\w ]*too (large|big|long)|try again|suspended due|account [\w ]*(suspended|disabled) for sending/i;
const recipientWords =
  /recipient(s)? (address )?(rejected|not found|unknown|refused)|user (is )?(unknown|not found|doesn't have)|unknown (user|recipient|mailbox|local part)|no such (user|mailbox|recipient|person|address)|does ?n[o']t exist|not exist|(mailbox|account|address) (is )?(unavailable|disabled|inactive|not found|full|over quota|unknown)|mailbox [\w ]*(full|quota)|over ?quota|(storage|mailbox) (quota|allocation)|invalid (mailbox|recipient|address|domain)|unrouteable|null mx|resolver\.(rst|adr)/i;

export function blameFor({ code, text, command }: Reply): Blame {
  if (command !== "RCPT TO" && command !== "DATA") return "sender";
  const [, subject, detail] = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(text) ?? [];
  const byCode = subject === undefined ? byReplyCode(code) : byEnhancedCode(Number(subject));
  if (/at a rate/i.test(text)) return "sender"; // they get mail too fast: it passes
  if (isIn(aboutUs, Number(subject), Number(detail))) return "sender";
  if (/resolver\.rst|over ?quota|mailbox (is )?full/i.test(text)) return "recipient";
  if (isIn(aboutOneMailbox, Number(subject), Number(detail))) return "recipient";
  if (senderWords.test(text)) return "sender";
  if (recipientWords.test(text)) return "recipient";
  return byCode;
}

/**
 * No such mailbox, or one that is full, has another owner by now (RFC 7293), cannot be written in the letters it has
 * (RFC 6531), or takes no mail from outside (the last ones are Exchange's). The rest is in RFC 3463 and RFC 5248.
 */
const aboutOneMailbox: Record<number, number[]> = {
  1: [1, 2, 3, 4, 6, 10],
  2: [0, 1, 2, 4],
  6: [7],
  7: [2, 17, 18, 129, 133, 134, 136],
};

/** Our address, or a message that is longer than is taken there, whatever their words. */
const aboutUs: Record<number, number[]> = { 1: [7, 8], 2: [3], 3: [4], 7: [27] };

function isIn(table: Record<number, number[]>, subject: number, detail: number): boolean {
  return table[subject]?.includes(detail) ?? false;
}

/** Addresses, mailboxes, and what has no class are the recipient's; systems, routes, protocol, content and policy are not. */
function byEnhancedCode(subject: number): Blame {
  return subject <= 2 ? "recipient" : "sender";
}

/** 554 is "no" without a reason, mostly somebody's policy. */
const byReplyCode = (code: number): Blame => (code >= 550 && code <= 553 ? "recipient" : "sender");
