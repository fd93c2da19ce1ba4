import type { EventRow } from "../log/event-row.ts";
import { isolated } from "@turnout/contract/isolated";
import type { Letter } from "../mail/letter.ts";
import { mailTexts } from "../mail/texts.ts";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import { coverOf } from "./guest-letters.ts";
import { whenAndWhere } from "./when-and-where.ts";

/** What somebody is told about their account. The payload is what accounts/ put into the outbox. */
export function accountLetter(kind: string, payload: Record<string, unknown>): Letter {
  const locale = typeof payload["locale"] === "string" ? payload["locale"] : "en";
  const texts = mailTexts(locale);
  const withLink = ({ subject, lead, action }: { subject: string; lead: string; action: string }, why: string): Letter => {
    const letter = plainLetter(locale, subject, lead, why);
    return { ...letter, blocks: [...letter.blocks, { type: "buttons", buttons: [{ label: action, href: String(payload["url"]) }] }] };
  };
  switch (kind) {
    case "signInLink":
    case "verifyEmail":
    case "resetPassword":
    case "confirmEmail":
      return withLink(texts[kind], texts.ignore);
    case "passwordChanged":
      return withLink(texts.passwordChanged, texts.safety);
    case "emailChanged":
      return plainLetter(locale, texts.emailChanged.subject, texts.emailChanged.lead(String(payload["newEmail"])), texts.safety);
    case "accountDeleted":
      return plainLetter(locale, texts.accountDeleted.subject, texts.accountDeleted.lead, texts.safety);
    default:
      throw new Error(`accounts send no mails of the kind ${kind}`);
  }
}

function plainLetter(locale: string, subject: string, lead: string, why: string): Letter {
  const blocks = [{ type: "text" as const, text: lead }];
  return { subject, locale, preview: lead, title: subject, mood: "sun", blocks, footer: [{ text: why }] };
}

export interface HostInvitationFacts {
  event: EventRow;
  /** Who invites. */
  host: string;
  locale: string;
  takesReplies: boolean;
  cover: string;
  url: string;
  unsubscribe: string;
}

/** An invitation to host an event together. */
export function hostInvitationLetter({ event, host: by, locale, takesReplies, cover, url, unsubscribe }: HostInvitationFacts): Letter {
  const texts = mailTexts(locale);
  const { subject, news, lead, action, expires } = texts.hostInvitation;
  const host = isolated(by);
  const about = { host, title: isolated(event.title || texts.untitled) };
  return {
    subject: subject(about),
    locale: locale.slice(0, 2),
    preview: lead(about),
    eyebrow: news,
    title: event.title || texts.untitled,
    mood: event.cover_theme,
    cover: coverOf(event, cover, texts.coverOf(about.title)),
    blocks: [
      { type: "text", text: lead(about) },
      whenAndWhere(whenAndWhereOf(presentDetails(event)), { texts, locale }),
      { type: "buttons", buttons: [{ label: action, href: url }] },
      { type: "text", text: expires, quiet: true },
    ],
    footer: [
      ...(takesReplies ? [{ text: texts.reply(host) }] : []),
      { text: texts.whyHost(about) },
      { text: texts.neverAgain, href: unsubscribe },
    ],
  };
}

/** The code that brings a guest without a link back to their answer. */
export function recoveryLetter(code: string, { event, locale, cover }: { event: EventRow; locale: string; cover: string }): Letter {
  const texts = mailTexts(locale);
  const { subject, news, lead } = texts.recoveryCode;
  return {
    subject: subject(isolated(event.title)),
    locale: locale.slice(0, 2),
    preview: lead,
    eyebrow: news,
    title: event.title,
    mood: event.cover_theme,
    cover: coverOf(event, cover, texts.coverOf(isolated(event.title))),
    blocks: [
      { type: "text", text: lead },
      { type: "code", code },
    ],
    footer: [{ text: texts.ignore }],
  };
}
