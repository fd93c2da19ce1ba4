import { useState } from "react";
import type { EventFields } from "@turnout/contract/events";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { CommandInput } from "../../live/command-inputs.ts";
import { useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** An event's settings that are on unless they were switched off. */
export type SwitchedField = "dayBeforeReminder" | "hoursBeforeReminder" | "calendarEntries";

/** The switches as they stand, with what was just chosen; a refusal takes it back. */
export function useSwitches() {
  const { of, change } = useSettings<Record<SwitchedField, boolean>>({
    dayBeforeReminder: true,
    hoursBeforeReminder: true,
    calendarEntries: true,
  });
  return { isOn: (field: SwitchedField) => of(field), change };
}

type Defaults = Partial<Required<Pick<EventFields, SwitchedField | "stillComing">>>;

/** Settings that take effect at once, as they stand, with what was just chosen; `defaults` are those of an event that does not say. */
export function useSettings<Settings extends Defaults>(defaults: Settings) {
  const { eventId, details } = useEventSnapshot();
  const store = useEventStore();
  const words = useRefusalWords();
  const [wanted, setWanted] = useState<Partial<Settings>>({});
  const stands = <Name extends keyof Settings & keyof Defaults>(field: Name) => (details[field] ?? defaults[field]) as Settings[Name];
  const forget = (field: keyof Settings) => setWanted(({ [field]: _settled, ...others }) => others as Partial<Settings>);
  // Until the log has it: its reply may be there before.
  const settled = (Object.keys(wanted) as (keyof Settings & keyof Defaults)[]).find((field) => wanted[field] === stands(field));
  if (settled) forget(settled);

  async function change<Name extends keyof Settings & keyof Defaults>(field: Name, value: Settings[Name]) {
    setWanted((others) => ({ ...others, [field]: value }));
    const input = { commandId: newId(), fields: { [field]: value } as CommandInput<"editEvent">["fields"] };
    const reply = await store.pending.run("editEvent", input, () =>
      replyOf(api.PATCH("/api/events/{eventId}", { params: { path: { eventId } }, body: input })),
    );
    if (reply.type === "committed") return;
    forget(field);
    store.pending.forget(input.commandId);
    showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
  }
  const of = <Name extends keyof Settings & keyof Defaults>(field: Name) => wanted[field] ?? stands(field);
  return { of, change };
}
