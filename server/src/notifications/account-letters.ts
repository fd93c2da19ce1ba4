import type { Letter } from "../mail/letter.ts";
import { mailTexts } from "../mail/texts.ts";

const ACCENT = "#ffc72e";

/** What somebody is told about their account. The payload is what accounts/ put into the outbox. */
export function accountLetter(kind: string, payload: Record<string, unknown>): Letter | null {
  const locale = String(payload["locale"] ?? "en");
  const texts = mailTexts(locale);
  const url = String(payload["url"] ?? "");
  const letter = (subject: string, lead: string, action?: string): Letter => ({
    subject, locale, title: subject, accent: ACCENT,
    blocks: [{ type: "text", text: lead }, ...(action ? [{ type: "buttons" as const, buttons: [{ label: action, href: url }] }] : [])],
    footer: [{ text: texts.ignore }],
  });
  switch (kind) {
    case "signInLink":
    case "verifyEmail":
    case "resetPassword":
    case "confirmEmail":
    case "passwordChanged": {
      const { subject, lead, action } = texts[kind];
      return letter(subject, lead, action);
    }
    case "emailChanged":
      return letter(texts.emailChanged.subject, texts.emailChanged.lead(String(payload["newEmail"] ?? "")));
    case "accountDeleted":
      return letter(texts.accountDeleted.subject, texts.accountDeleted.lead);
    default:
      return null;
  }
}

/** An invitation to host an event together. */
export function hostInvitationLetter(payload: Record<string, unknown>, about: { host: string; title: string }): Letter {
  const texts = mailTexts("en");
  const { subject, lead, action } = texts.hostInvitation;
  return {
    subject: subject(about), locale: "en", title: about.title, accent: ACCENT,
    blocks: [{ type: "text", text: lead(about) }, { type: "buttons", buttons: [{ label: action, href: String(payload["url"]) }] }],
    footer: [{ text: texts.ignore }],
  };
}

/** The code that brings a guest without a link back to their answer. */
export function recoveryLetter(payload: Record<string, unknown>, about: { host: string; title: string; locale: string | null }): Letter {
  const texts = mailTexts(about.locale);
  return {
    subject: texts.recoveryCode.subject(about), locale: about.locale ?? "en", title: about.title, accent: ACCENT,
    blocks: [{ type: "text", text: texts.recoveryCode.lead }, { type: "code", code: String(payload["code"]) }],
    footer: [{ text: texts.ignore }],
  };
}
