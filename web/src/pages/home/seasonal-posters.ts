import type { CoverTheme } from "../../ui/cover.tsx";

/** The seasons of the posters. */
export type Season = "winter" | "spring" | "summer" | "autumn";

const byMonth: Season[] = [
  "winter",
  "winter",
  "spring",
  "spring",
  "spring",
  "summer",
  "summer",
  "summer",
  "autumn",
  "autumn",
  "autumn",
  "winter",
];

export const seasonOf = (date: Date): Season => byMonth[date.getMonth()]!;

export const partyThemes: Record<Season, CoverTheme> = { winter: "night", spring: "bloom", summer: "confetti", autumn: "sunrise" };
export const outingThemes: Record<Season, CoverTheme> = { winter: "paper", spring: "botanical", summer: "waves", autumn: "botanical" };

/** The first such weekday (0 is Sunday) at least two weeks ahead, at that hour. */
export function comingDay(now: Date, weekday: number, [hour, minute]: [number, number]): Date {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 14, hour, minute);
  day.setDate(day.getDate() + ((weekday - day.getDay() + 7) % 7));
  return day;
}
