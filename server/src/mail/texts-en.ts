import type { MailTexts } from "./texts.ts";

export const en: MailTexts = {
  subject: (news, title) => `${news}: ${title}`,
  invitation: {
    news: (host) => `${host} invites you`,
    lead: ({ host }) => `${host} would love to have you there.`,
    ask: "Are you coming?",
    noAccount: "You need no account. Nothing is answered before you confirm it on the page.",
  },
  confirmation: {
    news: "Your answer",
    going: (people) => (people > 1 ? `You are going, ${people} people in all.` : "You are going. See you there!"),
    maybe: "You answered maybe.",
    declined: "You answered that you can’t come. Your host knows.",
    change: "Change your answer",
  },
  waitlisted: {
    news: "You are in line",
    lead: (place, ticket) => `The event is full. You are number ${place} in line, with ticket ${ticket}.`,
    next: "If seats become free, they go to whoever waits longest, and you get a mail at once. The event page shows your place live.",
  },
  promoted: {
    news: "You have a seat",
    lead: (people) =>
      people > 1 ? `Seats have become free: you are going, ${people} people in all.` : "A seat has become free: you are going.",
    next: "If you can’t come after all, please say so: somebody else is waiting.",
  },
  changed: {
    news: "Changed",
    lead: "Something that matters has changed. This is how it stands now:",
    next: "If it does not suit you any more, you can change your answer.",
  },
  cancelled: { news: "Cancelled", lead: ({ host }) => `${host} has cancelled the event.` },
  signInLink: { subject: "Your sign-in link", lead: "Use this link to sign in. It works once, for 15 minutes.", action: "Sign in" },
  verifyEmail: {
    subject: "Confirm your address",
    lead: "One step is missing for your account: confirm that this address is yours.",
    action: "Confirm the address",
  },
  resetPassword: {
    subject: "A new password",
    lead: "Somebody, hopefully you, asked for a new password. This link works once, for 15 minutes.",
    action: "Choose a password",
  },
  confirmEmail: {
    subject: "Confirm your new address",
    lead: "Confirm that this address is yours, and your account moves to it.",
    action: "Confirm the address",
  },
  emailChanged: {
    subject: "Your address was changed",
    lead: (email) => `Your account now belongs to ${email}. If that was not you, tell whoever runs this site at once.`,
  },
  passwordChanged: {
    subject: "Your password was changed",
    lead: "Your password was changed and all other sessions were ended. If that was not you, choose a new one now.",
    action: "Choose a new password",
  },
  accountDeleted: {
    subject: "Your account is gone",
    lead: "Your account and its sessions have been deleted, as you asked. If that was not you, tell whoever runs this site at once.",
  },
  hostInvitation: {
    news: "Host together",
    lead: ({ host, title }) => `${host} asks you to host “${title}” together. The invitation is good for 14 days.`,
    action: "See the invitation",
  },
  recoveryCode: { news: "Your code", lead: "Enter this code on the event page to get back to your answer. It works for 15 minutes." },

  answers: { going: "Going", maybe: "Maybe", declined: "Can't make it" },
  hello: (name) => `Hello ${name},`,
  open: "Open the event page",
  when: "When",
  where: "Where",
  inCity: (time, city) => `${time} (${city})`,
  online: "Online",
  placeLater: "to be announced",
  ignore: "If you did not ask for this, you can ignore this mail.",
  safety: "You get this mail because it is about the safety of your account.",
  why: ({ host, title }) => `You get this mail because you are on ${host}’s guest list for “${title}”.`,
  whyHost: ({ host }) => `You get this mail because ${host} gave your address.`,
  unsubscribe: "No more mails about this event",
  neverAgain: "Never invite me here again",
};
