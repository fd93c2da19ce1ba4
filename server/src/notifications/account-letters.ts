import type { EventRow } from "../log/event-row.ts";
import type { Letter } from "../mail/letter.ts";
import { mailTexts } from "../mail/texts.ts";

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
  return { subject, locale, preview: lead, title: subject, mood: "sun", seed: subject, blocks, footer: [{ text: why }] };
}

/** An invitation to host an event together. */
export function hostInvitationLetter(
  about: { host: string; title: string; locale: string },
  links: { url: string; unsubscribe: string },
): Letter {
  const texts = mailTexts(about.locale);
  const { news, lead, action } = texts.hostInvitation;
  return {
    subject: texts.subject(news, about.title),
    locale: about.locale,
    preview: lead(about),
    eyebrow: news,
    title: about.title,
    mood: "sun",
    seed: about.title,
    blocks: [
      { type: "text", text: lead(about) },
      { type: "buttons", buttons: [{ label: action, href: links.url }] },
    ],
    footer: [{ text: texts.whyHost(about) }, { text: texts.neverAgain, href: links.unsubscribe }],
  };
}

/** The code that brings a guest without a link back to their answer. */
export function recoveryLetter(
  code: string,
  about: { title: string; locale: string },
  event: Pick<EventRow, "id" | "cover_theme">,
): Letter {
  const texts = mailTexts(about.locale);
  const { news, lead } = texts.recoveryCode;
  return {
    subject: texts.subject(news, about.title),
    locale: about.locale,
    preview: lead,
    eyebrow: news,
    title: about.title,
    mood: event.cover_theme,
    seed: event.id,
    blocks: [
      { type: "text", text: lead },
      { type: "code", code },
    ],
    footer: [{ text: texts.ignore }],
  };
}
