import { de } from "./texts-de.ts";
import { en } from "./texts-en.ts";

interface About {
  host: string;
  title: string;
}
type Action = { subject: string; lead: string; action: string };

/** Everything that mails say. A text missing in one language does not compile. */
export interface MailTexts {
  invitation: { subject: (about: About) => string; lead: (about: About) => string; ask: string; noAccount: string };
  confirmation: { subject: (about: About) => string; going: (people: number) => string; maybe: string; declined: string; change: string };
  waitlisted: { subject: (about: About) => string; lead: (place: number, ticket: number) => string; next: string };
  promoted: { subject: (about: About) => string; lead: (people: number) => string; next: string };
  changed: { subject: (about: About) => string; lead: string; next: string };
  cancelled: { subject: (about: About) => string; lead: (about: About) => string };
  signInLink: Action;
  verifyEmail: Action;
  resetPassword: Action;
  confirmEmail: Action;
  emailChanged: { subject: string; lead: (email: string) => string };
  passwordChanged: Action;
  accountDeleted: { subject: string; lead: string };
  hostInvitation: { subject: (about: About) => string; lead: (about: About) => string; action: string };
  recoveryCode: { subject: (about: About) => string; lead: string };
  answers: Record<"going" | "maybe" | "declined", string>;
  hello: (name: string) => string;
  open: string;
  when: string;
  where: string;
  online: string;
  placeLater: string;
  ignore: string;
  why: (about: About) => string;
  unsubscribe: string;
  neverAgain: string;
}

export function mailTexts(locale: string | null | undefined): MailTexts {
  return locale === "de" ? de : en;
}
