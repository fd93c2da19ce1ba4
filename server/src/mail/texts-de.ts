import type { MailTexts } from "./texts.ts";

export const de: MailTexts = {
  subject: (news, title) => `${news}: ${title}`,
  invitation: {
    news: (host) => `${host} lädt dich ein`,
    lead: ({ host }) => `${host} würde sich freuen, wenn du dabei bist.`,
    ask: "Kommst du?",
    noAccount: "Du brauchst kein Konto. Nichts ist beantwortet, bevor du es auf der Seite bestätigst.",
  },
  confirmation: {
    news: "Deine Antwort",
    going: (people) => (people > 1 ? `Du kommst, mit ${people} Personen insgesamt.` : "Du kommst. Bis dann!"),
    maybe: "Du hast mit Vielleicht geantwortet.",
    declined: "Du hast geantwortet, dass du nicht kommen kannst. Deine Gastgeber wissen Bescheid.",
    change: "Antwort ändern",
  },
  waitlisted: {
    news: "Du stehst auf der Warteliste",
    lead: (place, ticket) => `Es ist alles voll. Du bist Nummer ${place} in der Reihe, mit Ticket ${ticket}.`,
    next: "Werden Plätze frei, bekommt sie, wer am längsten wartet, und du bekommst sofort eine Mail. Die Veranstaltungsseite zeigt deinen Platz live.",
  },
  promoted: {
    news: "Du hast einen Platz",
    lead: (people) =>
      people > 1 ? `Plätze sind frei geworden: Du kommst, mit ${people} Personen insgesamt.` : "Ein Platz ist frei geworden: Du kommst.",
    next: "Wenn du doch nicht kannst, sag bitte Bescheid: Andere warten.",
  },
  changed: {
    news: "Geändert",
    lead: "Etwas Wichtiges hat sich geändert. So steht es jetzt:",
    next: "Wenn es dir nicht mehr passt, kannst du deine Antwort ändern.",
  },
  cancelled: { news: "Abgesagt", lead: ({ host }) => `${host} hat die Veranstaltung abgesagt.` },
  signInLink: {
    subject: "Dein Anmeldelink",
    lead: "Mit diesem Link meldest du dich an. Er gilt einmal und 15 Minuten lang.",
    action: "Anmelden",
  },
  verifyEmail: {
    subject: "Bestätige deine Adresse",
    lead: "Für dein Konto fehlt ein Schritt: Bestätige, dass diese Adresse dir gehört.",
    action: "Adresse bestätigen",
  },
  resetPassword: {
    subject: "Ein neues Passwort",
    lead: "Jemand, hoffentlich du, möchte ein neues Passwort. Dieser Link gilt einmal und 15 Minuten lang.",
    action: "Passwort wählen",
  },
  confirmEmail: {
    subject: "Bestätige deine neue Adresse",
    lead: "Bestätige, dass diese Adresse dir gehört, dann zieht dein Konto dorthin um.",
    action: "Adresse bestätigen",
  },
  emailChanged: {
    subject: "Deine Adresse wurde geändert",
    lead: (email) => `Dein Konto gehört jetzt zu ${email}. Wenn du das nicht warst, melde dich sofort bei den Betreibern dieser Seite.`,
  },
  passwordChanged: {
    subject: "Dein Passwort wurde geändert",
    lead: "Dein Passwort wurde geändert, und alle anderen Sitzungen sind beendet. Wenn du das nicht warst, wähle jetzt ein neues.",
    action: "Neues Passwort wählen",
  },
  accountDeleted: {
    subject: "Dein Konto ist gelöscht",
    lead: "Dein Konto und seine Sitzungen sind gelöscht, wie du es wolltest. Wenn du das nicht warst, melde dich sofort bei den Betreibern dieser Seite.",
  },
  hostInvitation: {
    news: "Gemeinsam einladen",
    lead: ({ host, title }) => `${host} möchte „${title}“ mit dir zusammen ausrichten. Die Einladung gilt 14 Tage.`,
    action: "Einladung ansehen",
  },
  recoveryCode: {
    news: "Dein Code",
    lead: "Gib diesen Code auf der Veranstaltungsseite ein, um zu deiner Antwort zurückzukommen. Er gilt 15 Minuten.",
  },

  answers: { going: "Ich komme", maybe: "Vielleicht", declined: "Kann nicht" },
  hello: (name) => `Hallo ${name},`,
  open: "Zur Veranstaltung",
  when: "Wann",
  where: "Wo",
  inCity: (time, city) => `${time} Uhr (${city})`,
  online: "Online",
  placeLater: "wird noch bekannt gegeben",
  ignore: "Wenn du das nicht angefordert hast, kannst du diese Mail ignorieren.",
  safety: "Du bekommst diese Mail, weil es um die Sicherheit deines Kontos geht.",
  why: ({ host, title }) => `Du bekommst diese Mail, weil du auf der Gästeliste von ${host} für „${title}“ stehst.`,
  whyHost: ({ host }) => `Du bekommst diese Mail, weil ${host} deine Adresse angegeben hat.`,
  unsubscribe: "Keine Mails mehr zu dieser Veranstaltung",
  neverAgain: "Hier nie wieder einladen",
};
