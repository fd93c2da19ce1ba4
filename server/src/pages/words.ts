const en = {
  addToCalendar: "Add to calendar",
  cancelled: "This event has been cancelled.",
  closed: "The deadline to answer has passed",
  closedMore: "Whoever is on the guest list can still say that they can't make it.",
  coverOf: (title: string) => `Cover of ${title}`,
  dateLater: "Date to be announced",
  draft: "This is a draft. Only hosts can see it.",
  frontPage: "Go to the front page",
  going: (people: number) => `${people} going`,
  hostedBy: "Hosted by",
  linkGone: "This link no longer works",
  linkGoneMore: "The hosts may have replaced it. Ask the person who sent it to you, and check that you copied the whole link.",
  noScript: "You need JavaScript for this page.",
  noScriptAnswers: "Answering doesn't.",
  noScriptEvent: "The conversation and live updates need JavaScript.",
  notFound: "Page not found",
  notFoundMore: "The link may be old or incomplete. Open the link in your invitation again, or ask the host for a new one.",
  online: "Online",
  over: "This event is over",
  placeLater: "Location to be announced",
  tagline: "Invite people, watch the answers come in, talk about it.",
  untitled: "Untitled event",
};

const de: typeof en = {
  addToCalendar: "In den Kalender",
  cancelled: "Dieses Event ist abgesagt.",
  closed: "Die Antwortfrist ist vorbei",
  closedMore: "Wer auf der Gästeliste steht, kann weiterhin absagen.",
  coverOf: (title) => `Titelbild von ${title}`,
  dateLater: "Datum folgt",
  draft: "Das ist ein Entwurf. Nur die Gastgeber sehen ihn.",
  frontPage: "Zur Startseite",
  going: (people) => (people === 1 ? "1 kommt" : `${people} kommen`),
  hostedBy: "Eingeladen von",
  linkGone: "Dieser Link funktioniert nicht mehr",
  linkGoneMore:
    "Vielleicht haben die Gastgeber ihn ersetzt: Frag bei der Person nach, die ihn dir geschickt hat. Prüfe auch, ob du den ganzen Link kopiert hast.",
  noScript: "Diese Seite braucht JavaScript.",
  noScriptAnswers: "Antworten geht auch ohne.",
  noScriptEvent: "Die Unterhaltung und Live-Aktualisierungen brauchen JavaScript.",
  notFound: "Seite nicht gefunden",
  notFoundMore:
    "Der Link ist vielleicht veraltet oder unvollständig. Öffne noch einmal den Link in deiner Einladung, oder bitte den Gastgeber um einen neuen.",
  online: "Online",
  over: "Dieses Event ist vorbei",
  placeLater: "Ort folgt",
  tagline: "Leute einladen, Antworten live sehen, miteinander reden.",
  untitled: "Event ohne Titel",
};

/** Texts of the pages that the server renders. */
export function pageWords(locale: string): typeof en {
  return locale === "de" ? de : en;
}
