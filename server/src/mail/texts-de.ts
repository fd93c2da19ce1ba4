import type { MailTexts } from "./texts-shape.ts";

export const de: MailTexts = {
  invitation: {
    subject: ({ host, title }) => `${host} lädt dich ein: ${title}`,
    news: (host) => `${host} lädt dich ein`,
    lead: ({ host }) => `${host} würde sich freuen, wenn du dabei bist.`,
    ask: "Kommst du?",
    noAccount: "Du brauchst kein Konto und bestätigst deine Antwort auf der nächsten Seite.",
  },
  going: {
    subject: (title) => `Du bist dabei: ${title}`,
    news: "Du bist dabei",
    lead: (people) => (people > 1 ? `Du bist dabei, mit insgesamt ${people} Personen. Bis dann!` : "Du bist dabei. Bis dann!"),
  },
  maybe: {
    subject: (title) => `Vielleicht dabei: ${title}`,
    news: "Vielleicht dabei",
    lead: "Du hast mit „Vielleicht“ geantwortet. Sobald du es weißt, genügt ein Klick.",
  },
  declined: {
    subject: (title) => `Du kannst leider nicht: ${title}`,
    news: "Du kannst leider nicht",
    lead: "Du hast abgesagt. Wir haben deinem Gastgeber Bescheid gegeben.",
  },
  listedBefore: {
    subject: (title) => `Du stehst schon auf der Gästeliste: ${title}`,
    news: "Du stehst schon auf der Gästeliste",
    lead: "Gerade hat jemand mit deiner E-Mail-Adresse geantwortet. Du stehst schon auf der Gästeliste, deshalb zählt diese Antwort als weiterer Gast.",
    next: "Warst du das? Dann nimm die neue Antwort zurück und antworte über deinen eigenen Link.",
    open: "Meine Einladung öffnen",
    takeBack: "Neue Antwort zurücknehmen",
  },
  waitlisted: {
    subject: (title) => `Du stehst auf der Warteliste: ${title}`,
    news: "Du stehst auf der Warteliste",
    lead: (place) => `Im Moment ist alles voll. Du bist auf Platz ${place} der Warteliste.`,
    next: "Du rückst automatisch nach und bekommst eine E-Mail, sobald ein Platz frei wird. Deinen Platz auf der Warteliste siehst du live auf der Eventseite.",
  },
  promoted: {
    subject: (title) => `Du bist dabei! Ein Platz ist frei geworden: ${title}`,
    news: "Ein Platz ist frei geworden!",
    lead: (people) =>
      people > 1
        ? `Plätze sind frei geworden: Du bist dabei, mit insgesamt ${people} Personen.`
        : "Ein Platz ist frei geworden: Du bist dabei.",
    next: "Du kannst doch nicht? Dann ändere bitte deine Antwort.",
    othersWait: "Du kannst doch nicht? Dann ändere bitte deine Antwort: Andere warten noch.",
  },
  changed: {
    date: { subject: (title) => `Neues Datum für ${title}`, news: "Neues Datum", lead: "Das Datum hat sich geändert:" },
    time: { subject: (title) => `Neue Uhrzeit für ${title}`, news: "Neue Uhrzeit", lead: "Die Uhrzeit hat sich geändert:" },
    end: { subject: (title) => `Neues Ende für ${title}`, news: "Neues Ende", lead: "Das Ende hat sich geändert:" },
    place: { subject: (title) => `Neuer Ort für ${title}`, news: "Neuer Ort", lead: "Der Ort hat sich geändert:" },
    both: {
      subject: (title) => `Neue Zeit und neuer Ort für ${title}`,
      news: "Neue Zeit, neuer Ort",
      lead: "Zeit und Ort haben sich geändert:",
    },
    clocks: {
      subject: (title) => `Bitte im Kalender aktualisieren: ${title}`,
      news: "Gleiche Uhrzeit, neue Zeitregeln",
      lead: "Die Uhrzeit vor Ort bleibt gleich, aber dort gelten neue Regeln für die Uhren. Dein Kalender zeigt vielleicht eine falsche Stunde: Die angehängte Datei stellt sie richtig.",
    },
    details: {
      subject: (title) => `Neue Zeit oder neuer Ort für ${title}`,
      news: "Neue Zeit oder neuer Ort",
      lead: "Zeit oder Ort haben sich geändert. So ist es jetzt geplant:",
    },
    subject: (subject, now, was) => `${subject}: ${now}${was ? ` (bisher ${was})` : ""}`,
    next: "Wenn du nicht mehr kannst, ändere einfach deine Antwort.",
  },
  cancelled: {
    subject: (title) => `Abgesagt: ${title}`,
    news: "Abgesagt",
    lead: ({ host, title }) => `${host} hat „${title}“ abgesagt.`,
  },
  removed: {
    subject: (title) => `Nicht mehr auf der Gästeliste: ${title}`,
    news: "Nicht mehr auf der Gästeliste",
    lead: ({ host, title }) =>
      `Du stehst nicht mehr auf der Gästeliste von ${host} für ${title}. Diese E-Mail nimmt den Termin aus deinem Kalender.`,
    why: ({ host, title }) => `Du bekommst diese E-Mail, weil du auf der Gästeliste von ${host} für ${title} standest.`,
  },
  readmitted: {
    subject: (title) => `Wieder auf der Gästeliste: ${title}`,
    news: "Du stehst wieder auf der Gästeliste",
    lead: (host) => `${host} hat dich wieder auf die Gästeliste gesetzt. Diese E-Mail bringt den Termin zurück in deinen Kalender.`,
  },
  reminder: {
    when: ({ days, weekday, time }) => `${days === 0 ? "Heute" : days === 1 ? "Morgen" : weekday}${time ? ` um ${time}` : ""}`,
    going: {
      subject: (title, when) => `${when}: ${title}`,
      lead: (people) => (people > 1 ? `Du bist dabei, mit insgesamt ${people} Personen. Bis dann!` : "Du bist dabei. Bis dann!"),
    },
    waiting: {
      subject: (title, when) => `${when}: ${title} (du stehst auf der Warteliste)`,
      lead: (place) => `Du stehst weiter auf der Warteliste, auf Platz ${place}.`,
      next: "Wird ein Platz frei, rückst du automatisch nach und bekommst eine E-Mail. Bis dahin ist noch kein Platz für dich frei.",
    },
    asked: {
      subject: (title, when) => `Kommst du noch? ${when}: ${title}`,
      news: "Kommst du noch?",
      lead: ({ host, people }) =>
        `${people > 1 ? `Du hast zugesagt, mit insgesamt ${people} Personen.` : "Du hast zugesagt."} Kann ${host} weiter mit dir rechnen?`,
      yes: "Ja, ich komme",
      no: "Kann leider nicht",
    },
  },
  bulletin: {
    news: (host) => `Eine Nachricht von ${host}`,
    lead: (host) => `${host} schreibt:`,
  },
  nudge: {
    subject: ({ title }) => `Kommst du? ${title}`,
    news: "Kommst du?",
    lead: ({ host }) => `${host} hat noch nichts von dir gehört und wüsste gern, ob du kommst.`,
  },
  bulletinTest: {
    news: "Ein Test, nur an dich",
    why: "Du bekommst diese E-Mail, weil du eine Nachricht an deine Gäste ausprobiert hast.",
  },
  replyNews: {
    asked: {
      subject: (title) => `Deine Einladung: ${title}`,
      news: "Deine Einladung, auf dem neuesten Stand",
      lead: "Dein Kalender hat nach dem aktuellen Eintrag gefragt. Er ist Teil dieser E-Mail.",
      next: null,
    },
    unreadable: {
      subject: (title) => `Bitte antworte noch einmal: ${title}`,
      news: "Deine Antwort war nicht lesbar",
      lead: "Dein Kalender hat geantwortet, aber wir konnten die Antwort nicht lesen. Es hat sich nichts geändert.",
      next: "Bitte antworte hier, ein Tippen genügt.",
    },
    unverified: {
      subject: (title) => `Warst du das? ${title}`,
      news: "Bitte bestätige deine Antwort",
      lead: "In deinem Namen kam eine Antwort an, aber wir wissen nicht sicher, ob sie von dir ist. Es hat sich nichts geändert.",
      next: "Warst du es? Dann antworte hier, ein Tippen genügt.",
    },
    otherAddress: {
      subject: (title) => `Bitte antworte noch einmal: ${title}`,
      news: "Die Antwort kam von einer anderen Adresse",
      lead: "Auf deine Einladung kam eine Antwort von einer anderen Adresse als deiner. Es hat sich nichts geändert.",
      next: "Wenn du es warst, antworte bitte hier, ein Tippen genügt.",
    },
    held: {
      subject: (title) => `Bist du das? ${title}`,
      news: "Die Antwort kam von einer anderen Adresse",
      lead: "Eine Antwort auf deine Einladung kam von einer anderen Adresse als deiner. Wir haben deine Gastgeber gefragt, ob sie gilt.",
      next: "Wenn du es warst, kannst du auch hier antworten, ein Tippen genügt.",
    },
    delegated: {
      subject: (title) => `Wer kommt? ${title}`,
      news: "Dein Kalender nennt jemand anderen",
      lead: "Dein Kalender hat die Einladung an jemand anderen weitergegeben, aber wir konnten nicht erkennen, an wen. Es hat sich nichts geändert.",
      next: "Bitte antworte hier für dich selbst und bitte einen Gastgeber, die andere Person einzuladen.",
    },
    delegationHeld: {
      subject: (title) => `Wir haben deine Gastgeber gefragt: ${title}`,
      news: "Jemand anderes an deiner Stelle",
      lead: "Dein Kalender nennt jemanden, der an deiner Stelle kommt. Einladen können nur die Gastgeber, deshalb haben wir sie gefragt. Bis sie entscheiden, bleibt deine Antwort, wie sie ist.",
      next: "Stimmen sie zu, bekommt diese Person eine Einladung, und deine Antwort wird „Kann leider nicht“. Wenn nicht, schreiben wir dir. Du kannst auch hier für dich selbst antworten:",
    },
    delegationDeclined: {
      subject: (title) => `Eingeladen bist du: ${title}`,
      news: "Niemand an deiner Stelle",
      lead: "Deine Gastgeber können niemanden an deiner Stelle einladen. Deine Antwort ist geblieben, wie sie war.",
      next: "Kommst du selbst? Antworten kannst du hier:",
    },
    stillWaiting: {
      subject: (title) => `Du stehst weiter auf der Warteliste: ${title}`,
      news: "Du stehst weiter auf der Warteliste",
      lead: "Dein Kalender hat noch einmal zugesagt, und es ist noch kein Platz frei. Deinen Platz auf der Warteliste behältst du.",
      next: "Sobald ein Platz frei wird, schreiben wir dir.",
    },
    outdated: {
      subject: (title) => `Bitte antworte noch einmal: ${title}`,
      news: "Das Event hat sich seitdem geändert",
      lead: "Dein Kalender hat für eine frühere Zeit oder einen früheren Ort geantwortet. Es hat sich nichts geändert.",
      next: "Bitte schau dir die neuen Angaben an und antworte hier.",
    },
    overtaken: {
      subject: (title) => `Deine spätere Antwort gilt: ${title}`,
      news: "Deine spätere Antwort gilt",
      lead: "Von deinem Kalender kam eine Antwort, die älter ist als deine letzte. Es hat sich nichts geändert.",
      next: "Wenn du die Antwort des Kalenders meintest, antworte hier, ein Tippen genügt.",
    },
    closed: {
      subject: (title) => `Antworten sind geschlossen: ${title}`,
      news: "Antworten sind geschlossen",
      lead: "Die Antwort deines Kalenders kam an, als keine Antworten mehr möglich waren. Es hat sich nichts geändert.",
      next: null,
    },
    full: {
      subject: (title) => `Keine Plätze mehr: ${title}`,
      news: "Es sind keine Plätze mehr frei",
      lead: "Dein Kalender hat zugesagt, aber alle Plätze sind vergeben. Es hat sich nichts geändert.",
      next: null,
    },
  },
  guestWrote: {
    subject: ({ guest, title }) => `${guest} hat geschrieben: ${title}`,
    news: (guest) => `${guest} hat geschrieben`,
    lead: (guest) => `${guest} hat per E-Mail geantwortet:`,
    from: (address) => `Die E-Mail kam von ${address}. Ob der Gast sie geschickt hat, ließ sich nicht sicher feststellen.`,
    files: (count) =>
      count > 1
        ? `${count} Dateien waren dabei; Dateien leiten wir nicht weiter.`
        : "Eine Datei war dabei; Dateien leiten wir nicht weiter.",
    open: "Gästeliste öffnen",
  },
  replyHeld: {
    subject: ({ guest, title }) => `Zählt das? Eine Antwort für ${guest}: ${title}`,
    news: (guest) => `Eine Antwort für ${guest} braucht dein Wort`,
    other: ({ guest, from, answer }) =>
      `Eine Kalenderantwort für ${guest} kam von einer anderen Adresse, ${from}: „${answer}“. Sie zählt nur, wenn du sie annimmst.`,
    delegates: (guest, addresses) =>
      `${guest} möchte jemand anderen schicken: ${addresses}. Eingeladen wird nur, wenn du zustimmst; dann wird die Antwort von ${guest} „Kann leider nicht“.`,
    proposal: (guest, when) => `${guest} schlägt eine andere Zeit vor: ${when}.`,
    open: "In der Gästeliste entscheiden",
  },
  notified: {
    seatGiven: (guest) => `${guest} hat einen Platz von der Warteliste bekommen.`,
    undelivered: (guest) => `Eine E-Mail an ${guest} kam nicht an.`,
    answered: {
      going: (guest) => `${guest} kommt.`,
      maybe: (guest) => `${guest} kommt vielleicht.`,
      declined: (guest) => `${guest} kann nicht.`,
      waiting: (guest) => `${guest} steht auf der Warteliste.`,
    },
  },
  digest: {
    subject: { one: (title, line) => `${title}: ${line}`, event: (title) => `Neues zu ${title}`, several: "Neues zu deinen Events" },
    news: "Das ist neu",
    lead: (count) => (count === 1 ? "Es gibt etwas Neues:" : `Es gibt ${count} Neuigkeiten:`),
    answers: (count) => `${count} Antworten`,
    counted: {
      going: (people) => `${people}‑mal dabei`,
      maybe: (people) => `${people}‑mal vielleicht`,
      declined: (people) => `${people}‑mal abgesagt`,
      waiting: (people) => `${people} auf der Warteliste`,
    },
    seats: (guests) => `${guests} Gäste haben einen Platz von der Warteliste bekommen.`,
    undelivered: (emails) => `${emails} E-Mails kamen nicht an.`,
    more: (count) => `und ${count} weitere`,
    announced: (name) => `${name} gibt bekannt:`,
    replied: (name) => `${name} hat dir geantwortet:`,
    mentioned: (name) => `${name} hat dich erwähnt:`,
    why: "Du bekommst diese E-Mail wegen deiner Events auf Turnout. Was du dort schon gesehen hast, steht nicht darin.",
    settings: "Wählen, was dir wann gemailt wird",
    unsubscribe: "Keine E-Mails mehr über Neuigkeiten",
  },
  proposalDeclined: {
    subject: (title) => `Es bleibt bei der Zeit: ${title}`,
    news: "Es bleibt bei der Zeit",
    lead: (host) => `${host} kann nicht auf die Zeit verschieben, die du vorgeschlagen hast. Es bleibt wie geplant:`,
  },
  signInLink: {
    subject: "Dein Anmeldelink",
    lead: "Mit diesem Link meldest du dich an. Er gilt einmal und 15 Minuten lang.",
    action: "Anmelden",
  },
  verifyEmail: {
    subject: "Bestätige deine E-Mail-Adresse",
    lead: "Nur noch ein Schritt: Bestätige, dass diese Adresse dir gehört, dann ist dein Konto bereit.",
    action: "E-Mail-Adresse bestätigen",
  },
  resetPassword: {
    subject: "Passwort zurücksetzen",
    lead: "Jemand, hoffentlich du, möchte dein Passwort zurücksetzen. Dieser Link gilt einmal und 15 Minuten lang.",
    action: "Neues Passwort wählen",
  },
  confirmEmail: {
    subject: "Bestätige deine neue E-Mail-Adresse",
    lead: "Bestätige, dass diese Adresse dir gehört, dann zieht dein Konto dorthin um.",
    action: "E-Mail-Adresse bestätigen",
  },
  emailChanged: {
    subject: "Deine E-Mail-Adresse wurde geändert",
    lead: (email) => `Dein Konto läuft jetzt unter ${email}. Wenn du das nicht warst, melde dich sofort bei den Betreibern dieser Seite.`,
  },
  passwordChanged: {
    subject: "Dein Passwort wurde geändert",
    lead: "Dein Passwort wurde geändert, und du bist überall sonst abgemeldet. Wenn du das nicht warst, wähle jetzt ein neues.",
    action: "Neues Passwort wählen",
  },
  passkeyAdded: {
    subject: "Dein Konto hat einen neuen Passkey",
    lead: (name) =>
      `Mit dem Passkey „${name}“ kann man sich jetzt bei deinem Konto anmelden. Wenn du das nicht warst, entferne ihn und wähle ein neues Passwort.`,
    action: "Passkeys ansehen",
  },
  providerLinked: {
    subject: (name) => `${name} ist mit deinem Konto verknüpft`,
    lead: (name) =>
      `Du kannst dich jetzt über ${name} anmelden. Wenn du das nicht warst, löse die Verknüpfung und wähle ein neues Passwort.`,
    action: "Konto ansehen",
  },
  accountDeleted: {
    subject: "Dein Konto wurde gelöscht",
    lead: "Dein Konto ist gelöscht, und du bist überall abgemeldet, wie du es wolltest. Wenn du das nicht warst, melde dich sofort bei den Betreibern dieser Seite.",
  },
  draftDeleted: {
    subject: ({ host, title }) => `${host} hat den Entwurf „${title}“ gelöscht`,
    lead: ({ host, title }) =>
      `${host} hat „${title}“ gelöscht. Ihr wart gemeinsam Gastgeber. Das Event war noch nicht veröffentlicht, also hat es noch kein Gast gesehen. Ein gelöschter Entwurf lässt sich nicht zurückholen.`,
    why: "Du bekommst diese E-Mail, weil du Gastgeber dieses Events warst.",
  },
  hostInvitation: {
    subject: ({ host, title }) => `Bist du Mitgastgeber von ${title}? ${host} fragt dich`,
    news: "Einladung als Mitgastgeber",
    lead: ({ host, title }) =>
      `${host} möchte „${title}“ mit dir zusammen ausrichten. Als Mitgastgeber kannst du das Event bearbeiten, Leute einladen und für Gäste antworten.`,
    action: "Einladung ansehen",
    expires: "Diese Einladung gilt 14 Tage.",
  },
  recoveryCode: {
    subject: (title) => `Dein Code für ${title}`,
    news: "Dein Code",
    lead: "Gib diesen Code auf der Eventseite ein, um zu deiner Antwort zurückzukommen. Er gilt 15 Minuten.",
  },

  answers: { going: "Dabei", maybe: "Vielleicht", declined: "Kann leider nicht" },
  hello: (name) => `Hallo ${name},`,
  open: "Zum Event",
  changeAnswer: "Antwort ändern",
  questions: { ask: "Die Gastgeber haben eine Frage an dich. Bitte beantworte sie auf der Event-Seite.", answer: "Frage beantworten" },
  doorCode: "Dein Code für den Einlass",
  when: "Wann",
  where: "Wo",
  was: (before) => `bisher ${before}`,
  inCity: (time, city) => `${time} Uhr (${city})`,
  timeOfDay: (time) => `${time} Uhr`,
  allDay: "Ganztägig",
  online: "Online",
  dateLater: "wird noch bekannt gegeben",
  placeLater: "wird noch bekannt gegeben",
  untitled: "ein Event",
  coverOf: (title) => `Bild zu ${title}`,
  ignore: "Wenn du das nicht angefordert hast, kannst du diese E-Mail ignorieren.",
  safety: "Du bekommst diese E-Mail, weil es um die Sicherheit deines Kontos geht.",
  reply: (host) => `Fragen? Antworte einfach auf diese E-Mail: Sie geht an ${host}.`,
  replyToGuest: (guest) => `Antworte einfach: Deine E-Mail geht an ${guest} und zeigt deine Adresse.`,
  whyReplies: (title) => `Du bekommst Antworten zu ${title} per E-Mail. Das abschalten`,
  why: ({ host, title }) => `Du bekommst diese E-Mail, weil du bei „${title}“ von ${host} auf der Gästeliste stehst.`,
  whyHost: ({ host }) => `Du bekommst diese E-Mail, weil ${host} deine Adresse eingegeben hat.`,
  unsubscribe: "Keine E-Mails mehr zu diesem Event",
  neverAgain: "Keine Einladungen mehr von dieser Seite",
};
