export interface About {
  host: string;
  title: string;
}

type Action = { subject: string; lead: string; action: string };

/** `subject` names the event; `news` stands above its title, which need not be said twice. */
type News = { subject: (title: string) => string; news: string };

/** What about an event has moved. Time and place at once are told as one; `details` is what nobody can tell any more. */
/** `clocks`: the hour is the same, but the rules of the zone are others, so that calendars show it wrong. */
export type Moved = "date" | "time" | "end" | "place" | "both" | "clocks" | "details";

/** Everything that mails say. A text missing in one language does not compile. */
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
  signInLink: Action;
  verifyEmail: Action;
  resetPassword: Action;
  confirmEmail: Action;
  emailChanged: { subject: string; lead: (email: string) => string };
  passwordChanged: Action;
  accountDeleted: { subject: string; lead: string };
  hostInvitation: { subject: (about: About) => string; news: string; lead: (about: About) => string; action: string; expires: string };
  recoveryCode: News & { lead: string };
  answers: Record<"going" | "maybe" | "declined", string>;
  hello: (name: string) => string;
  open: string;
  changeAnswer: string;
  when: string;
  where: string;
  /** What stood in its place before. */
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
  /** For readers who do not see the picture. */
  coverOf: (title: string) => string;
  ignore: string;
  /** Under news of an account that its owner has to get, asked for or not. */
  safety: string;
  reply: (host: string) => string;
  why: (about: About) => string;
  whyHost: (about: About) => string;
  unsubscribe: string;
  neverAgain: string;
}
