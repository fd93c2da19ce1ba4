import { answerOf } from "@turnout/contract/answer-of";
import type { Answer, ListedGuest } from "@turnout/contract/guests";

/** Whom of an earlier event: by what they answered then, nothing included, or that they came. */
export type AgainGroup = Answer | "silent" | "came";
export const againGroups: AgainGroup[] = ["came", "going", "maybe", "silent", "declined"];

/** The groups that a guest of an earlier event belongs to. */
export function groupsOf({ standing, arrived = 0 }: ListedGuest): AgainGroup[] {
  const answer = answerOf(standing) ?? "silent";
  return arrived > 0 ? ["came", answer] : [answer];
}

/** Those of the chosen groups, but for those that were taken out one by one. */
export function chosenAgain(guests: readonly ListedGuest[], groups: ReadonlySet<AgainGroup>, without: ReadonlySet<string>): ListedGuest[] {
  return guests.filter((guest) => !without.has(guest.guestId) && groupsOf(guest).some((group) => groups.has(group)));
}

/** The guests as a file of the kind that hosts add themselves, named by their event: it stands in no folder. */
export function againFile(title: string, guests: readonly Pick<ListedGuest, "name" | "email">[]): File {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = guests.map(({ name, email }) => `${cell(name)},${cell(email ?? "")}`);
  return new File([["Name,Email", ...lines, ""].join("\n")], title, { type: "text/csv" });
}
