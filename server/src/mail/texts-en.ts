import type { MailTexts } from "./texts.ts";

export const en: MailTexts = {
  invitation: {
    subject: ({ host, title }) => `${host} invites you: ${title}`,
    news: (host) => `${host} invites you`,
    lead: ({ host }) => `${host} would love to have you there.`,
    ask: "Can you make it?",
    noAccount: "No account needed. You’ll confirm on the next page.",
  },
  going: {
    subject: (title) => `You’re going to ${title}`,
    news: "You’re going",
    lead: (people) => (people > 1 ? `You’re going, ${people} people in all. See you there!` : "You’re going. See you there!"),
  },
  maybe: {
    subject: (title) => `You said maybe to ${title}`,
    news: "You said maybe",
    lead: "You said maybe. Once you know, a tap is enough.",
  },
  declined: {
    subject: (title) => `You can’t make it to ${title}`,
    news: "You can’t make it",
    lead: "You said you can’t make it. We’ve let your host know.",
  },
  waitlisted: {
    subject: (title) => `You’re on the waitlist for ${title}`,
    news: "You’re on the waitlist",
    lead: (place) => `It’s full right now. You’re #${place} on the waitlist.`,
    next: "We’ll move you up automatically and email you as soon as a spot opens. You can watch your place live on the event page.",
  },
  promoted: {
    subject: (title) => `You’re in! A spot opened up for ${title}`,
    news: "You’re in!",
    lead: (people) =>
      people > 1 ? `Spots just opened up: you’re going, ${people} people in all.` : "A spot just opened up: you’re going.",
    next: "Can’t make it after all? Please change your answer.",
    othersWait: "Can’t make it after all? Please change your answer: somebody else is waiting.",
  },
  changed: {
    date: { subject: (title) => `New date for ${title}`, news: "New date", lead: "The date has changed:" },
    time: { subject: (title) => `New time for ${title}`, news: "New time", lead: "The time has changed:" },
    end: { subject: (title) => `New end time for ${title}`, news: "New end time", lead: "The end time has changed:" },
    place: { subject: (title) => `New place for ${title}`, news: "New place", lead: "The place has changed:" },
    both: {
      subject: (title) => `New time and place for ${title}`,
      news: "New time and place",
      lead: "The time and the place have changed:",
    },
    clocks: {
      subject: (title) => `Please update your calendar: ${title}`,
      news: "Same time, new clock rules",
      lead: "The time on the spot stays the same, but the clock rules there have changed. Your calendar may show the wrong hour: the attached file puts it right.",
    },
    details: {
      subject: (title) => `New time or place for ${title}`,
      news: "New time or place",
      lead: "Time or place have changed. Here’s what’s planned now:",
    },
    subject: (subject, now, was) => `${subject}: ${now}${was ? ` (was ${was})` : ""}`,
    next: "If you can’t make it any more, just change your answer.",
  },
  cancelled: {
    subject: (title) => `Cancelled: ${title}`,
    news: "Cancelled",
    lead: ({ host, title }) => `${host} has cancelled ${title}.`,
  },
  signInLink: {
    subject: "Your sign-in link",
    lead: "Use this link to sign in. It works once, for the next 15 minutes.",
    action: "Sign in",
  },
  verifyEmail: {
    subject: "Confirm your email",
    lead: "One more step: confirm that this address is yours, and your account is ready.",
    action: "Confirm email",
  },
  resetPassword: {
    subject: "Reset your password",
    lead: "Someone, hopefully you, asked to reset your password. This link works once, for the next 15 minutes.",
    action: "Choose a new password",
  },
  confirmEmail: {
    subject: "Confirm your new email",
    lead: "Confirm that this address is yours, and we’ll move your account to it.",
    action: "Confirm email",
  },
  emailChanged: {
    subject: "Your email was changed",
    lead: (email) => `Your account now uses ${email}. If that wasn’t you, contact whoever runs this site right away.`,
  },
  passwordChanged: {
    subject: "Your password was changed",
    lead: "Your password was changed, and you’ve been signed out everywhere else. If that wasn’t you, choose a new one now.",
    action: "Choose a new password",
  },
  accountDeleted: {
    subject: "Your account was deleted",
    lead: "Your account has been deleted and you’ve been signed out everywhere, as you asked. If that wasn’t you, contact whoever runs this site right away.",
  },
  hostInvitation: {
    subject: ({ host, title }) => `Co-host ${title} with ${host}?`,
    news: "You’re invited to co-host",
    lead: ({ host, title }) =>
      `${host} would like to host ${title} with you. Co-hosts can edit the event, invite people and answer for guests.`,
    action: "View invitation",
    expires: "This invitation expires in 14 days.",
  },
  recoveryCode: {
    subject: (title) => `Your code for ${title}`,
    news: "Your code",
    lead: "Enter this code on the event page to get back to your answer. It works for 15 minutes.",
  },

  answers: { going: "Going", maybe: "Maybe", declined: "Can’t make it" },
  hello: (name) => `Hi ${name},`,
  open: "Open the event page",
  changeAnswer: "Change your answer",
  when: "When",
  where: "Where",
  was: (before) => `was ${before}`,
  inCity: (time, city) => `${time} (${city})`,
  timeOfDay: (time) => time,
  allDay: "All day",
  online: "Online",
  dateLater: "to be announced",
  placeLater: "to be announced",
  untitled: "an event",
  coverOf: (title) => `Picture for ${title}`,
  ignore: "If you didn’t ask for this, you can ignore this email.",
  safety: "You’re receiving this email because it’s about the security of your account.",
  reply: (host) => `Questions? Just reply: your email goes to ${host}.`,
  why: ({ host, title }) => `You’re receiving this email because you’re on ${host}’s guest list for ${title}.`,
  whyHost: ({ host }) => `You’re receiving this email because ${host} entered your address.`,
  unsubscribe: "Unsubscribe from this event",
  neverAgain: "No more invitations from this site",
};
