const en = {
  mailbox: "Mailbox",
  mails: "Mails",
  note: "No mail server is set: all mail ends up here instead of at its readers.",
  choose: "Choose a mail to read it.",
  chooseMore: "New ones show up by themselves.",
  empty: "Nothing has come yet",
  emptyMore: "Invite somebody to an event, or ask for a sign-in link: the mail shows up here by itself.",
  begin: "Go to Turnout",
  back: "All mails",
  to: "To",
  headers: "Headers",
  letter: "The mail as its reader sees it",
  plainText: "Plain text",
  calendar: "Calendar file",

  askEvent: "No more mails about this event?",
  askAll: "Never be invited from here again?",
  askEventMore:
    "You stay on the guest list, and your link keeps working. You just hear no more by mail, not even if the event is moved or cancelled.",
  askAllMore: "Nobody’s invitation from this site will reach you by mail any more.",
  stop: "Yes, no more mails",
  done: "Done",
  doneEvent: "You get no more mails about this event.",
  doneAll: "No invitation from here will reach you by mail any more.",
  broken: "This link does not work",
  brokenMore: "It may have been cut off on its way. Open it from the mail again.",
};

const de: typeof en = {
  mailbox: "Postfach",
  mails: "Mails",
  note: "Kein Mailserver ist eingestellt: Alle Mails landen hier, und bei niemandem sonst.",
  choose: "Wähle eine Mail, um sie zu lesen.",
  chooseMore: "Neue erscheinen von selbst.",
  empty: "Noch ist nichts gekommen",
  emptyMore: "Lade jemanden zu einer Veranstaltung ein oder lass dir einen Anmeldelink schicken: Die Mail erscheint hier von selbst.",
  begin: "Zu Turnout",
  back: "Alle Mails",
  to: "An",
  headers: "Kopfzeilen",
  letter: "Die Mail, wie sie ankommt",
  plainText: "Nur Text",
  calendar: "Kalenderdatei",

  askEvent: "Keine Mails mehr zu dieser Veranstaltung?",
  askAll: "Nie wieder von hier eingeladen werden?",
  askEventMore:
    "Du bleibst auf der Gästeliste, und dein Link gilt weiter. Du erfährst nur nichts mehr per Mail, auch nicht, wenn verschoben oder abgesagt wird.",
  askAllMore: "Keine Einladung von dieser Seite erreicht dich mehr per Mail.",
  stop: "Ja, keine Mails mehr",
  done: "Erledigt",
  doneEvent: "Du bekommst keine Mails mehr zu dieser Veranstaltung.",
  doneAll: "Keine Einladung von hier erreicht dich mehr per Mail.",
  broken: "Dieser Link funktioniert nicht",
  brokenMore: "Vielleicht wurde er unterwegs abgeschnitten. Öffne ihn noch einmal aus der Mail.",
};

export type PageWords = typeof en;

/** What the mailbox and the unsubscribe page say. */
export const pageWordsFor = (locale: string): PageWords => (locale === "de" ? de : en);
