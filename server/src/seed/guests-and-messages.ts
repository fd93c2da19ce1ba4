import type { Season } from "./seasons.ts";

/** The guests of the example event; nobody's real names. */
export const guestNames = [
  "Grace Almeida",
  "Alan Hoffmann",
  "Katherine Okafor",
  "Edsger Brandt",
  "Barbara Ibrahim",
  "Donald Pereira",
  "Hedy Costa",
  "Tim Jansen",
  "Radia Quist",
  "Dennis Dietrich",
  "Margaret Keller",
  "Kenji Rossi",
  "Adele Eriksen",
  "Niklaus Lindqvist",
  "Frances Santos",
  "Konrad Fontaine",
  "Joan Moreau",
  "Jonas Tanaka",
  "Mary Grau",
  "Tony Novak",
  "Karen Almeida",
  "Claude Hoffmann",
  "Jean Okafor",
  "Robin Brandt",
  "Lynn Ibrahim",
  "Vincent Pereira",
  "Anita Costa",
  "Leslie Jansen",
  "Evelyn Quist",
  "Butler Dietrich",
  "Sophie Keller",
  "Ivan Rossi",
  "Shafi Eriksen",
  "Ole Lindqvist",
  "Fran Santos",
  "Kristen Fontaine",
  "Kathleen Moreau",
  "Peter Tanaka",
  "Ida Grau",
  "Kay Novak",
  "Hugo Almeida",
  "Marlyn Hoffmann",
  "Amina Okafor",
  "Ruth Brandt",
  "Andrei Ibrahim",
  "Betty Pereira",
  "Seymour Costa",
  "Grete Jansen",
  "Heinz Quist",
  "Dorothy Dietrich",
  "Ulla Keller",
  "Mira Rossi",
  "Friedrich Eriksen",
  "Susan Lindqvist",
  "Douglas Santos",
  "Elif Fontaine",
  "Ward Moreau",
  "Erna Tanaka",
  "Per Grau",
  "Stephanie Novak",
] as const;

/** One chat message of the example. */
export interface ExampleMessage {
  /** Index in `guestNames`; null: the host. */
  by: number | null;
  text: string;
  minutesAgo: number;
  /** Index of the quoted message. */
  replyTo?: number;
}

export function conversation({ welcome, question, answer, salads, drinks }: Season): ExampleMessage[] {
  return [
    { by: null, text: `Welcome, everyone! Doors open at seven, food is ready at eight. ${welcome}`, minutesAgo: 2_900 },
    { by: 0, text: "I can bring a portable speaker. Any wishes for the playlist?", minutesAgo: 2_700 },
    { by: 2, text: "Something to dance to after ten, please!", minutesAgo: 2_650, replyTo: 1 },
    { by: 4, text: question, minutesAgo: 1_500 },
    { by: null, text: answer, minutesAgo: 1_480, replyTo: 3 },
    { by: 8, text: "Four of us share a car from the station at 18:20. One seat is free.", minutesAgo: 760 },
    { by: 10, text: "I'll take it, thank you!", minutesAgo: 741, replyTo: 5 },
    { by: 6, text: salads, minutesAgo: 320 },
    { by: 12, text: drinks, minutesAgo: 95 },
    { by: null, text: "We are nearly full. If your plans change, please say so: there is a waitlist.", minutesAgo: 22 },
  ];
}
