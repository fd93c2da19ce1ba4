import type { MailTexts } from "./texts.ts";

export const de: MailTexts = {
  invitation: {
    subject: ({ host, title }) => `${host} lädt dich ein: ${title}`,
    lead: ({ host }) => `${host} würde sich freuen, wenn du dabei bist.`,
    ask: "Kommst du?",
    noAccount: "Du brauchst kein Konto. Nichts ist beantwortet, bevor du es auf der Seite bestätigst.",
  },
  confirmation: {
    subject: ({ title }) => `Deine Antwort: ${title}`,
    going: (people) => (people > 1 ? `Du kommst, mit ${people} Personen insgesamt.` : "Du kommst."),
    maybe: "Du hast mit Vielleicht geantwortet.",
    declined: "Du hast geantwortet, dass du nicht kommen kannst.",
    change: "Antwort ändern",
  },
  waitlisted: {
    subject: ({ title }) => `Du stehst auf der Warteliste: ${title}`,
    lead: (place, ticket) => `Es ist alles voll. Du bist Nummer ${place} in der Reihe, mit Ticket ${ticket}.`,
    next: "Werden Plätze frei, bekommt sie, wer am längsten wartet, und du bekommst sofort eine Mail. Deine Antwortseite zeigt deinen Platz live.",
  },
  promoted: {
    subject: ({ title }) => `Du hast einen Platz: ${title}`,
    lead: (people) => (people > 1 ? `Plätze sind frei geworden: Du kommst, mit ${people} Personen insgesamt.` : "Ein Platz ist frei geworden: Du kommst."),
    next: "Wenn du doch nicht kannst, sag bitte Bescheid: Andere warten.",
  },
  changed: {
    subject: ({ title }) => `Geändert: ${title}`,
    lead: "Etwas Wichtiges hat sich geändert. So steht es jetzt:",
    next: "Wenn es dir nicht mehr passt, kannst du deine Antwort ändern.",
  },
  cancelled: { subject: ({ title }) => `Abgesagt: ${title}`, lead: ({ host }) => `${host} hat die Veranstaltung abgesagt.` },
  signInLink: { subject: "Dein Anmeldelink", lead: "Mit diesem Link meldest du dich an. Er gilt einmal und 15 Minuten lang.", action: "Anmelden" },
  verifyEmail: { subject: "Bestätige deine Adresse", lead: "Für dein Konto fehlt ein Schritt: Bestätige, dass diese Adresse dir gehört.", action: "Adresse bestätigen" },
  resetPassword: { subject: "Ein neues Passwort", lead: "Jemand, hoffentlich du, möchte ein neues Passwort. Dieser Link gilt einmal und 15 Minuten lang.", action: "Passwort wählen" },
  confirmEmail: { subject: "Bestätige deine neue Adresse", lead: "Bestätige, dass diese Adresse dir gehört, dann zieht dein Konto dorthin um.", action: "Adresse bestätigen" },
  emailChanged: { subject: "Deine Adresse wurde geändert", lead: (email) => `Dein Konto gehört jetzt zu ${email}. Wenn du das nicht warst, melde dich sofort bei den Betreibern dieser Seite.` },
  passwordChanged: { subject: "Dein Passwort wurde geändert", lead: "Dein Passwort wurde geändert, und alle anderen Sitzungen sind beendet. Wenn du das nicht warst, wähle jetzt ein neues.", action: "Neues Passwort wählen" },
  accountDeleted: { subject: "Dein Konto ist gelöscht", lead: "Dein Konto und seine Sitzungen sind gelöscht, wie du es wolltest." },
  hostInvitation: { subject: ({ title }) => `Gemeinsam einladen: ${title}`, lead: ({ title }) => `Du kannst „${title}“ mit ausrichten. Die Einladung gilt 14 Tage.`, action: "Einladung ansehen" },
  recoveryCode: { subject: ({ title }) => `Dein Code: ${title}`, lead: "Gib diesen Code auf der Veranstaltungsseite ein, um zu deiner Antwort zurückzukommen. Er gilt 15 Minuten." },

  answers: { going: "Ich komme", maybe: "Vielleicht", declined: "Kann nicht" },
  hello: (name) => `Hallo ${name},`,
  open: "Zur Veranstaltung",
  when: "Wann",
  where: "Wo",
  online: "Online",
  placeLater: "wird noch bekannt gegeben",
  ignore: "Wenn du das nicht angefordert hast, kannst du diese Mail ignorieren.",
  why: ({ host, title }) => `Du bekommst diese Mail, weil ${host} dich auf die Gästeliste von „${title}“ gesetzt hat.`,
  unsubscribe: "Keine Mails mehr zu dieser Veranstaltung",
  neverAgain: "Hier nie wieder einladen",
};
