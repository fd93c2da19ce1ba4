const en = {
  cancelled: "This event has been cancelled.",
  dateLater: "Date to be announced",
  draft: "This is a draft. Only its hosts see it.",
  going: "going",
  hostedBy: "Hosted by",
  noScript: "To answer and to talk to the others, this page needs JavaScript.",
  online: "Online",
  placeLater: "Place to be announced",
  tagline: "Invite people, watch the answers come in, talk about it.",
  untitled: "Untitled event",
};

const de: typeof en = {
  cancelled: "Diese Veranstaltung ist abgesagt.",
  dateLater: "Datum folgt",
  draft: "Das ist ein Entwurf. Nur die Gastgeber sehen ihn.",
  going: "kommen",
  hostedBy: "Eingeladen von",
  noScript: "Zum Antworten und Mitreden braucht diese Seite JavaScript.",
  online: "Online",
  placeLater: "Ort folgt",
  tagline: "Leute einladen, Antworten live sehen, miteinander reden.",
  untitled: "Veranstaltung ohne Titel",
};

/** The few words that pages say before any script has run. */
export function pageWords(locale: string): typeof en {
  return locale === "de" ? de : en;
}
