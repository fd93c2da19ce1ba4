import type { EventRow } from "../log/event-row.ts";
import { isolated } from "@turnout/contract/isolated";
import type { EmailContent } from "../mail/email-content.ts";
import { mailTexts } from "../mail/texts.ts";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import { coverOf } from "./guest-emails.ts";
import { whenAndWhere } from "./when-and-where.ts";

/** An email about somebody's account. `payload` is what accounts/ put into the outbox. */
export function accountEmail(kind: string, payload: Record<string, unknown>): EmailContent {
  const locale = typeof payload["locale"] === "string" ? payload["locale"] : "en";
  const texts = mailTexts(locale);
  const withLink = ({ subject, lead, action }: { subject: string; lead: string; action: string }, why: string): EmailContent => {
    const content = plainEmail(locale, subject, lead, why);
    return { ...content, blocks: [...content.blocks, { type: "buttons", buttons: [{ label: action, href: String(payload["url"]) }] }] };
  };
  switch (kind) {
    case "signInLink":
    case "verifyEmail":
    case "resetPassword":
    case "confirmEmail":
      return withLink(texts[kind], texts.ignore);
    case "passwordChanged":
      return withLink(texts.passwordChanged, texts.safety);
    case "passkeyAdded": {
      const { subject, lead, action } = texts.passkeyAdded;
      return withLink({ subject, lead: lead(isolated(String(payload["name"]))), action }, texts.safety);
    }
    case "providerLinked": {
      const { subject, lead, action } = texts.providerLinked;
      const name = isolated(String(payload["name"]));
      return withLink({ subject: subject(name), lead: lead(name), action }, texts.safety);
    }
    case "emailChanged":
      return plainEmail(locale, texts.emailChanged.subject, texts.emailChanged.lead(String(payload["newEmail"])), texts.safety);
    case "accountDeleted":
      return plainEmail(locale, texts.accountDeleted.subject, texts.accountDeleted.lead, texts.safety);
    case "draftDeleted": {
      const { subject, lead, why } = texts.draftDeleted;
      const title = String(payload["title"]) || texts.untitled;
      const about = { host: isolated(String(payload["by"])), title: isolated(title) };
      return plainEmail(locale, subject(about), lead(about), why);
    }
    default:
      throw new Error(`accounts send no emails of the kind ${kind}`);
  }
}

function plainEmail(locale: string, subject: string, lead: string, why: string): EmailContent {
  const blocks = [{ type: "text" as const, text: lead }];
  return { subject, locale, preview: lead, title: subject, theme: "sun", blocks, footer: [{ text: why }] };
}

export interface HostInvitationFacts {
  event: EventRow;
  /** The name of the host who invites. */
  host: string;
  locale: string;
  takesReplies: boolean;
  cover: string;
  url: string;
  unsubscribe: string;
}

/** An invitation to be a host of an event. */
export function hostInvitationEmail({ event, host: by, locale, takesReplies, cover, url, unsubscribe }: HostInvitationFacts): EmailContent {
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
    theme: event.cover_theme,
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

/** The code with which a guest who has lost their link gets back to their answer. */
export function recoveryEmail(code: string, { event, locale, cover }: { event: EventRow; locale: string; cover: string }): EmailContent {
  const texts = mailTexts(locale);
  const { subject, news, lead } = texts.recoveryCode;
  return {
    subject: subject(isolated(event.title)),
    locale: locale.slice(0, 2),
    preview: lead,
    eyebrow: news,
    title: event.title,
    theme: event.cover_theme,
    cover: coverOf(event, cover, texts.coverOf(isolated(event.title))),
    blocks: [
      { type: "text", text: lead },
      { type: "code", code },
    ],
    footer: [{ text: texts.ignore }],
  };
}
