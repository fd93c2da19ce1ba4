import type { LogEntry } from "@turnout/contract/log";
import type { FieldName } from "./fields.ts";

const formNames: Record<string, FieldName> = { startsAt: "starts", endsAt: "ends", answersCloseAt: "answersClose" };

/** Who last changed which field, for the note beside a field in conflict. */
export function lastEditors(entries: LogEntry[]): Partial<Record<FieldName, string>> {
  const edited = entries.flatMap(({ actor, body }) => {
    if (body.type !== "event.edited" || !actor) return [];
    return body.changed.map((field) => [formNames[field] ?? field, actor.name]);
  });
  return Object.fromEntries(edited) as Partial<Record<FieldName, string>>;
}
