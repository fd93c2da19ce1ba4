import type { UndeliveredReason } from "@turnout/contract/invitations";

/**
 * Whose fault a mail server's refusal is. `recipient`: this email will never arrive. `sender`: our address, account or
 * reputation, which the operator can fix or which passes with time, so it is retried for hours.
 */
export type Blame = "recipient" | "sender";

export interface Reply {
  code: number;
  text: string;
  /** The SMTP command that it answers. */
  command: string;
}

/** Matched before the codes, which every provider uses in its own way. */
const senderWords =
  /relay|\bspf\b|dkim|dmarc|authenticat|not authori[sz]ed|unauthori[sz]ed|spam|black ?list|block ?list|blocked|banned|reputation|spamhaus|reverse dns|\bptr\b|unsolicited|policy|rate|throttl|(daily|hourly|sending|outgoing|send) [\w ]*(limit|quota)|(limit|quota) [\w ]*(sending|per (day|hour)|messages)|too many (messages|mails|emails|connections)|credits? (exceeded|exhausted|used up)|exceeded your|(monthly|plan) (limit|quota|plan)|not verified|sender (address )?(rejected|denied|refused)|access denied - |insufficient system|message [\w ]*(size|length)|(message|mail|content) [\w ]*too (large|big|long)|try again|suspended due|account [\w ]*(suspended|disabled) for sending/i;
const recipientWords =
  /recipient(s)? (address )?(rejected|not found|unknown|refused)|user (is )?(unknown|not found|doesn't have)|unknown (user|recipient|mailbox|local part)|no such (user|mailbox|recipient|person|address)|does ?n[o']t exist|not exist|(mailbox|account|address) (is )?(unavailable|disabled|inactive|not found|full|over quota|unknown)|mailbox [\w ]*(full|quota)|over ?quota|(storage|mailbox) (quota|allocation)|invalid (mailbox|recipient|address|domain)|unrouteable|null mx|resolver\.(rst|adr)/i;

export function blameFor({ code, text, command }: Reply): Blame {
  if (command !== "RCPT TO" && command !== "DATA") return "sender";
  const [, subject, detail] = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(text) ?? [];
  const byCode = subject === undefined ? byReplyCode(code, command) : byEnhancedCode(Number(subject));
  if (/at a rate/i.test(text)) return "sender"; // a temporary limit, whatever its code
  if (isIn(aboutUs, Number(subject), Number(detail))) return "sender";
  if (/resolver\.rst|over ?quota|mailbox (is )?full/i.test(text)) return "recipient";
  if (aboutOneMailbox[Number(subject)]?.[Number(detail)]) return "recipient";
  if (senderWords.test(text)) return "sender";
  if (recipientWords.test(text)) return "recipient";
  return byCode;
}

/** Said in words, whatever the code: providers use codes in their own way. */
const inWords: [RegExp, UndeliveredReason][] = [
  [/resolver\.rst|only accepts? (mail|messages) from|not authenticated for/i, "refused"],
  [/over ?quota|quota [\w ]*(exceeded|exhausted)|exceed\w* (its |storage |the )?(allocation|quota)|(mailbox|inbox|storage) [\w ]*full|out of storage/i, "mailboxFull"],
  [/(message|mail|content) [\w ]*(too (large|big|long)|size|length)/i, "tooLarge"],
  [/(invalid|unknown) domain|(host|domain)( or domain)?( name)? (is )?(not found|unknown|does ?n[o']t exist)|unknown host|unrouteable (mail )?domain|null ?mx|no mx|nxdomain/i, "noSuchDomain"],
  [/(mailbox|account|address|user) [\w ]*(disabled|inactive|closed|deactivated|suspended|expired)/i, "mailboxClosed"],
]; // prettier-ignore

/**
 * Why it is, for the person who invited. `code` is 0 where nobody knows it; the text begins with the enhanced code (RFC 3463) where there is one.
 * Of temporary failures that are reported as final the server just gave up.
 */
export function reasonFor(reply: Reply): UndeliveredReason {
  const { text } = reply;
  const [, kind, subject = "0", detail = "0"] = /\b([45])\.(\d{1,3})\.(\d{1,3})\b/.exec(text) ?? [];
  const said = inWords.find(([words]) => words.test(text))?.[1];
  if (kind === "4") return said === "mailboxFull" || said === "noSuchDomain" ? said : "gaveUp";
  if (isIn(aboutSize, Number(subject), Number(detail))) return "tooLarge";
  const isSaid = reply.code > 0 || kind !== undefined || senderWords.test(text) || recipientWords.test(text);
  if (!isSaid) return said ?? "unknown";
  const blame = blameFor(reply);
  const isOurDomain = isIn(aboutUs, Number(subject), Number(detail)) || /sender|mail ?from/i.test(text);
  if (blame === "sender" && (isOurDomain || said !== "noSuchDomain")) return said === "tooLarge" ? said : "refused";
  return said ?? aboutOneMailbox[Number(subject)]?.[Number(detail)] ?? (recipientWords.test(text) ? "noSuchAddress" : "unknown");
}

/**
 * The mailbox does not exist, is full, has another owner by now (RFC 7293), has an address that needs SMTPUTF8
 * (RFC 6531), or takes no mail from outside (the last ones are Exchange's). The others are in RFC 3463 and RFC 5248.
 */
const aboutOneMailbox: Record<number, Record<number, UndeliveredReason>> = {
  1: { 1: "noSuchAddress", 2: "noSuchDomain", 3: "noSuchAddress", 4: "noSuchAddress", 6: "noSuchAddress", 10: "noSuchAddress" },
  2: { 0: "unknown", 1: "mailboxClosed", 2: "mailboxFull", 4: "refused" },
  6: { 7: "refused" },
  7: { 2: "refused", 17: "noSuchAddress", 18: "noSuchAddress", 129: "refused", 133: "refused", 134: "refused", 136: "refused" },
};

const aboutSize: Record<number, number[]> = { 2: [3], 3: [4] };

/** Our address, or a message over the size limit, whatever the text says. */
const aboutUs: Record<number, number[]> = { 1: [7, 8], 2: [3], 3: [4], 7: [27] };

function isIn(table: Record<number, number[]>, subject: number, detail: number): boolean {
  return table[subject]?.includes(detail) ?? false;
}

/** Subjects 0 to 2 (other, address, mailbox) are the recipient's fault; system, network, protocol, content and policy are not. */
function byEnhancedCode(subject: number): Blame {
  return subject <= 2 ? "recipient" : "sender";
}

/** What some servers say of an address that they cannot read, or whose domain they do not find. */
const ADDRESS_REFUSED = [501, 510, 511, 512, 513];

/** 554 has no stated reason and is mostly a policy. */
function byReplyCode(code: number, command: string): Blame {
  if (command === "RCPT TO" && ADDRESS_REFUSED.includes(code)) return "recipient";
  return code >= 550 && code <= 553 ? "recipient" : "sender";
}
