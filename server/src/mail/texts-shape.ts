import type { ReplyNews } from "./inbound/reply-news.ts";

export interface About {
  host: string;
  title: string;
}

type Action = { subject: string; lead: string; action: string };

type ToHost = { subject: (about: { guest: string; title: string }) => string; news: (guest: string) => string; open: string };

/** `subject` names the event; `news` stands above its title and does not. */
type News = { subject: (title: string) => string; news: string };

/** What has changed of time and place. `both`: time and place; `details`: unknown, since the earlier state is. */
/** `clocks`: the wall-clock time is the same, but the zone's rules have changed, so that calendars show it wrong. */
export type Moved = "date" | "time" | "end" | "place" | "both" | "clocks" | "details";

/** All texts of emails. A text missing in one language does not compile. */
export interface MailTexts {
  invitation: {
    subject: (about: About) => string;
    news: (host: string) => string;
    lead: (about: About) => string;
    ask: string;
    noAccount: string;
  };
  going: News & { lead: (people: number) => string };
  maybe: News & { lead: string };
  declined: News & { lead: string };
  listedBefore: News & { lead: string; next: string; open: string; takeBack: string };
  waitlisted: News & { lead: (place: number) => string; next: string };
  promoted: News & { lead: (people: number) => string; next: string; othersWait: string };
  changed: Record<Moved, News & { lead: string }> & { subject: (subject: string, now: string, was: string | null) => string; next: string };
  cancelled: News & { lead: (about: About) => string };
  removed: News & { lead: (about: About) => string; why: (about: About) => string };
  readmitted: News & { lead: (host: string) => string };
  reminder: {
    /** The day of the start, so many `days` from today, and the time of day; null for an all-day event. */
    when: (start: { days: number; weekday: string; time: string | null }) => string;
    going: { subject: (title: string, when: string) => string; lead: (people: number) => string };
    waiting: { subject: (title: string, when: string) => string; lead: (place: number) => string; next: string };
    /** Whoever is going is asked whether they still come. */
    asked: {
      subject: (title: string, when: string) => string;
      news: string;
      lead: (asked: { host: string; people: number }) => string;
      yes: string;
      no: string;
    };
  };
  /** What a host wrote to guests: the subject is theirs. */
  bulletin: { news: (host: string) => string; lead: (host: string) => string };
  /** Whoever has not answered is asked again. */
  nudge: { subject: (about: About) => string; news: string; lead: (about: About) => string };
  /** Above an email that its host sends to nobody else. */
  bulletinTest: { news: string; why: string };
  replyNews: Record<ReplyNews, News & { lead: string; next: string | null }>;
  /** To a host: a guest's words. `from`: the address is not the guest's, or nobody vouches that it is. */
  guestWrote: ToHost & { lead: (guest: string) => string; from: (address: string) => string; files: (count: number) => string };
  /** To a host: a reply that waits for their word. */
  replyHeld: ToHost & {
    other: (reply: { guest: string; from: string; answer: string }) => string;
    proposal: (guest: string, when: string) => string;
    delegates: (guest: string, addresses: string) => string;
  };
  /** What a browser shows of a notification; the event's title stands above it. */
  notified: Record<"seatGiven" | "undelivered", (guest: string) => string> & {
    answered: Record<"going" | "maybe" | "declined" | "waiting", (guest: string) => string>;
  };
  /** Several notifications in one email. */
  digest: {
    subject: { one: (title: string, line: string) => string; event: (title: string) => string; several: string };
    news: string;
    lead: (count: number) => string;
    answers: (count: number) => string;
    counted: Record<"going" | "maybe" | "declined" | "waiting", (people: number) => string>;
    seats: (guests: number) => string;
    undelivered: (emails: number) => string;
    more: (count: number) => string;
    announced: (name: string) => string;
    replied: (name: string) => string;
    mentioned: (name: string) => string;
    why: string;
    settings: string;
    unsubscribe: string;
  };
  proposalDeclined: News & { lead: (host: string) => string };
  signInLink: Action;
  verifyEmail: Action;
  resetPassword: Action;
  confirmEmail: Action;
  emailChanged: { subject: string; lead: (email: string) => string };
  passwordChanged: Action;
  passkeyAdded: { subject: string; lead: (name: string) => string; action: string };
  providerLinked: { subject: (name: string) => string; lead: (name: string) => string; action: string };
  accountDeleted: { subject: string; lead: string };
  /** To those who hosted it too. */
  draftDeleted: { subject: (about: About) => string; lead: (about: About) => string; why: string };
  hostInvitation: { subject: (about: About) => string; news: string; lead: (about: About) => string; action: string; expires: string };
  recoveryCode: News & { lead: string };
  answers: Record<"going" | "maybe" | "declined", string>;
  hello: (name: string) => string;
  open: string;
  changeAnswer: string;
  /** Where an answer lacks what hosts have to know, as a calendar's does. */
  questions: { ask: string; answer: string };
  /** Of the link to what a guest shows at the door. */
  doorCode: string;
  when: string;
  where: string;
  /** The previous value. */
  was: (before: string) => string;
  /** A time of day on the clocks of a city. */
  inCity: (time: string, city: string) => string;
  timeOfDay: (time: string) => string;
  /** An event of days, without hours. */
  allDay: string;
  online: string;
  dateLater: string;
  placeLater: string;
  untitled: string;
  /** Alternative text of the cover. */
  coverOf: (title: string) => string;
  ignore: string;
  /** Why the owner gets an email about the security of the account, which they cannot unsubscribe from. */
  safety: string;
  reply: (host: string) => string;
  /** To a host, whose answer goes to the guest. */
  replyToGuest: (guest: string) => string;
  whyReplies: (title: string) => string;
  why: (about: About) => string;
  whyHost: (about: About) => string;
  unsubscribe: string;
  neverAgain: string;
}
