import { phaseOf } from "@turnout/contract/event-phase";
import type { MyEvent } from "./my-event.ts";

export const groupNames = ["upcoming", "hosting", "drafts", "past"] as const;
export type GroupName = (typeof groupNames)[number];

/** My events under the four tabs: the next one first, of the past ones the last. One event can be under two of them. */
export function groupEvents(events: readonly MyEvent[], now: number): Record<GroupName, MyEvent[]> {
  const drafts = events.filter(({ details }) => details.status === "draft");
  const out = events.filter(({ details }) => details.status !== "draft").sort((one, other) => startOf(one) - startOf(other));
  const ahead = out.filter((event) => !isPast(event, now));
  return {
    upcoming: ahead,
    hosting: ahead.filter(({ hosting }) => hosting),
    drafts,
    past: out.filter((event) => isPast(event, now)).reverse(),
  };
}

/** The initial tab: the first that is not empty. */
export function firstGroup(groups: Record<GroupName, readonly unknown[]>): GroupName {
  return groupNames.find((name) => groups[name].length > 0) ?? "upcoming";
}

/** A cancelled event stays among the upcoming ones until its time is over, so that people see that it is off. */
function isPast({ details }: MyEvent, now: number): boolean {
  return phaseOf({ ...details, description: "", status: "published" }, now) === "over";
}

const startOf = ({ details }: MyEvent) => (details.startsAt ? Date.parse(details.startsAt) : Infinity);
