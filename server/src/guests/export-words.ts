import type { Standing } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";

interface ExportWords {
  /** In the order of a guest's cells. */
  header: readonly string[];
  standings: Record<Standing, string>;
  yes: string;
  no: string;
  sheet: string;
}

/** The words of a guest list in a file. The English ones are also what programs read: its answers are the API's. */
export const exportWords: Record<Locale, ExportWords> = {
  en: {
    header: ["name", "email", "answer", "people", "with", "note", "place", "answered at", "tags", "link opened", "confirmed"],
    standings: { going: "going", maybe: "maybe", declined: "declined", waiting: "waiting", none: "none" },
    yes: "yes",
    no: "no",
    sheet: "Guests",
  },
  de: {
    header: [
      "Name",
      "E-Mail",
      "Antwort",
      "Personen",
      "Mit",
      "Nachricht",
      "Platz auf der Warteliste",
      "Geantwortet am",
      "Markierungen",
      "Link geöffnet",
      "Bestätigt",
    ],
    standings: { going: "Dabei", maybe: "Vielleicht", declined: "Kann nicht", waiting: "Warteliste", none: "Noch keine Antwort" },
    yes: "ja",
    no: "nein",
    sheet: "Gäste",
  },
};
