const en = {
  addToCalendar: "Add to calendar",
  cancelled: "This event has been cancelled.",
  coverOf: (title: string) => `Cover of ${title}`,
  dateLater: "Date to be announced",
  draft: "This is a draft. Only hosts can see it.",
  going: (people: number) => `${people} going`,
  hostedBy: "Hosted by",
  noScript: "You need JavaScript for this page.",
  noScriptEvent: "The conversation and live updates need JavaScript. Answering doesn't.",
  online: "Online",
  placeLater: "Location to be announced",
  tagline: "Invite people, watch the RSVPs come in, talk about it.",
  untitled: "Untitled event",
};

const de: typeof en = {
  addToCalendar: "In den Kalender",
  cancelled: "Dieses Event ist abgesagt.",
  coverOf: (title) => `Titelbild von ${title}`,
  dateLater: "Datum folgt",
  draft: "Das ist ein Entwurf. Nur die Gastgeber sehen ihn.",
  going: (people) => (people === 1 ? "1 kommt" : `${people} kommen`),
  hostedBy: "Eingeladen von",
  noScript: "Diese Seite braucht JavaScript.",
  noScriptEvent: "Die Unterhaltung und Live-Aktualisierungen brauchen JavaScript. Antworten geht auch ohne.",
  online: "Online",
  placeLater: "Ort folgt",
  tagline: "Leute einladen, Antworten live sehen, miteinander reden.",
  untitled: "Event ohne Titel",
};

/** Texts of the pages that the server renders. */
export function pageWords(locale: string): typeof en {
  return locale === "de" ? de : en;
}
