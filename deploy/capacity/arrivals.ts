import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How people come to a page: how many, and when. By a model, or as it was recorded. */
export interface Arrivals {
  name: string;
  /** The model, or what was recorded, in a sentence. */
  about: string;
  /** People who open the page at this time (s; 0: the event begins). A density: people a second. */
  comeAt(second: number): number;
  /** Guests who have answered for the event, and are counted as expected around its start. */
  answered: number;
  /** When the event begins (s): beyond the simulation where nothing begins. */
  startsAt: number;
  /** Share of those who come that answer when they do. */
  answers: number;
  /** How long somebody stays (s). */
  stays: number;
}

/** The simulated time (s): an hour and a half before the doors open until an hour and a half after. */
export const FROM = -5_400;
export const TO = 5_400;

/** Density of the normal distribution. */
const bell = (x: number, mean: number, deviation: number) =>
  Math.exp(-((x - mean) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));

/** Share that have come a second after something was told to them once, when half come within `median`: fewer and fewer. */
const decay = (since: number, median: number) => (since < 0 ? 0 : (Math.LN2 / median) * Math.exp((-Math.LN2 * since) / median));

/** People who answered earlier come around the hour: most within two minutes before and after. */
export const doors = (people: number, background = 0): Arrivals => ({
  name: "a door opens at a set hour",
  about: `${people.toLocaleString("en")} guests who answered earlier: three quarters open the page about the hour (normal, deviation 60 s), the others in the half hour before`,
  comeAt: (second) => background + people * (0.75 * bell(second, 0, 60) + 0.25 * bell(second, -900, 400)),
  answered: people,
  startsAt: 0,
  answers: 0,
  stays: 3_600,
});

/** Mail to everybody at once: half of those who open it do within ten minutes, and answer. */
export const invitations = (people: number): Arrivals => ({
  name: "invitations sent at once",
  about: `${people.toLocaleString("en")} people get an invitation at the same time; half of them have opened it ten minutes later, and each answers`,
  comeAt: (second) => people * decay(second, 600),
  answered: 0,
  startsAt: Infinity,
  answers: 1,
  stays: 300,
});

/** A link that one passes to the next: few, more, many, none left (logistic). */
export const sharedLink = (people: number): Arrivals => ({
  name: "a share link goes round",
  about: `${people.toLocaleString("en")} people in all, each of whom passes the link on: a logistic curve that doubles every three minutes at first`,
  comeAt(second) {
    const growth = Math.LN2 / 180;
    const grown = Math.exp(-growth * second);
    return (people * growth * grown) / (1 + grown) ** 2;
  },
  answered: 0,
  startsAt: Infinity,
  answers: 0.5,
  stays: 600,
});

/**
 * People who came to another gathering that began at a set hour: requests for the site of the football World Cup of 1998 in each minute from
 * an hour and a half before a kick-off until an hour and a half after, each taken for somebody who opens the page, scaled to `people`.
 * Counted in the site's logs: M. Arlitt and T. Jin, "1998 World Cup Web Site Access Logs", August 1998 (Internet Traffic Archive).
 */
export function kickOffs(people: number): Arrivals[] {
  const [[, ...matches] = [], ...rows] = readFileSync(join(import.meta.dirname, "recorded-kick-offs.csv"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return matches.map((match, column) => {
    const requests = rows.map((row) => Number(row[column + 1]));
    const each = people / 60 / requests.reduce((sum, one) => sum + one, 0);
    return {
      name: `kick-off of ${match}, as recorded`,
      about: `${people.toLocaleString("en")} guests who answered earlier open the page as the requests came`,
      comeAt: (second) => each * (requests[Math.floor((second - FROM) / 60)] ?? 0),
      answered: people,
      startsAt: 0,
      answers: 0,
      stays: 3_600,
    };
  });
}
