const en = {
  cancelled: "This event has been cancelled.",
  coverOf: (title: string) => `Cover of ${title}`,
  dateLater: "Date to be announced",
  draft: "This is a draft. Only hosts can see it.",
  going: "going",
  hostedBy: "Hosted by",
  noScript: "You need JavaScript to RSVP and chat on this page.",
  online: "Online",
  placeLater: "Location to be announced",
  tagline: "Invite people, watch the RSVPs come in, talk about it.",
  untitled: "Untitled event",
};

const de: typeof en = {
  cancelled: "Dieses Event ist abgesagt.",
  coverOf: (title) => `Titelbild von ${title}`,
  dateLater: "Datum folgt",
  draft: "Das ist ein Entwurf. Nur die Gastgeber sehen ihn.",
  going: "kommen",
  hostedBy: "Eingeladen von",
  noScript: "Zum Antworten und Mitreden braucht diese Seite JavaScript.",
  online: "Online",
  placeLater: "Ort folgt",
  tagline: "Leute einladen, Antworten live sehen, miteinander reden.",
  untitled: "Event ohne Titel",
};

/** The few words that pages say before any script has run. */
export function pageWords(locale: string): typeof en {
  return locale === "de" ? de : en;
}
