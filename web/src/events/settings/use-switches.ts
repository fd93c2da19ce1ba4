import { useState } from "react";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import { useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** An event's settings that are on unless they were switched off. */
export type SwitchedField = "dayBeforeReminder" | "hoursBeforeReminder" | "calendarEntries";
const fields: SwitchedField[] = ["dayBeforeReminder", "hoursBeforeReminder", "calendarEntries"];

/** The switches as they stand, with what was just chosen; a refusal takes it back. */
export function useSwitches() {
  const { eventId, details } = useEventSnapshot();
  const store = useEventStore();
  const words = useRefusalWords();
  const [wanted, setWanted] = useState<Partial<Record<SwitchedField, boolean>>>({});
  const stands = (field: SwitchedField) => details[field] ?? true;
  const forget = (field: SwitchedField) => setWanted(({ [field]: _settled, ...others }) => others);
  // Until the log has it: its reply may be there before.
  const settled = fields.find((field) => wanted[field] === stands(field));
  if (settled) forget(settled);

  async function change(field: SwitchedField, on: boolean) {
    setWanted((others) => ({ ...others, [field]: on }));
    const input = { commandId: newId(), fields: { [field]: on } };
    const reply = await store.pending.run("editEvent", input, () =>
      replyOf(api.PATCH("/api/events/{eventId}", { params: { path: { eventId } }, body: input })),
    );
    if (reply.type === "committed") return;
    forget(field);
    store.pending.forget(input.commandId);
    showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
  }
  return { isOn: (field: SwitchedField) => wanted[field] ?? stands(field), change };
}
