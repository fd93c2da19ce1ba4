import { de } from "./texts-de.ts";
import { en } from "./texts-en.ts";

export interface About {
  host: string;
  title: string;
}
type Action = { subject: string; lead: string; action: string };

/** Everything that mails say. A text missing in one language does not compile. */
export interface MailTexts {
  /** What kind of news, and about which event. */
  subject: (news: string, title: string) => string;
  invitation: { news: (host: string) => string; lead: (about: About) => string; ask: string; noAccount: string };
  confirmation: { news: string; going: (people: number) => string; maybe: string; declined: string; change: string };
  waitlisted: { news: string; lead: (place: number, ticket: number) => string; next: string };
  promoted: { news: string; lead: (people: number) => string; next: string };
  changed: { news: string; lead: string; next: string };
  cancelled: { news: string; lead: (about: About) => string };
  signInLink: Action;
  verifyEmail: Action;
  resetPassword: Action;
  confirmEmail: Action;
  emailChanged: { subject: string; lead: (email: string) => string };
  passwordChanged: Action;
  accountDeleted: { subject: string; lead: string };
  hostInvitation: { news: string; lead: (about: About) => string; action: string };
  recoveryCode: { news: string; lead: string };
  answers: Record<"going" | "maybe" | "declined", string>;
  hello: (name: string) => string;
  open: string;
  when: string;
  where: string;
  /** A time of day on the clocks of a city. */
  inCity: (time: string, city: string) => string;
  online: string;
  placeLater: string;
  ignore: string;
  /** Under news of an account that its owner has to get, asked for or not. */
  safety: string;
  why: (about: About) => string;
  whyHost: (about: About) => string;
  unsubscribe: string;
  neverAgain: string;
}

export function mailTexts(locale: string): MailTexts {
  return locale === "de" ? de : en;
}
