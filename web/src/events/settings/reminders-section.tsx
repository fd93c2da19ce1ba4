import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatLocal } from "@turnout/contract/event-time";
import type { EventDetails } from "@turnout/contract/events";
import { reminderFields, type Reminder, type ReminderKind } from "@turnout/contract/reminders";
import { zoneCity } from "@turnout/contract/zone-city";
import { api, read, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { formattingLocale } from "../../i18n.ts";
import { newId } from "../../live/new-id.ts";
import { useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { Card } from "../../ui/card.tsx";
import { showToast } from "../../ui/toast.ts";
import { Switch } from "../../ui/toggle.tsx";

const reminderKinds = Object.keys(reminderFields) as ReminderKind[];

/** How often the number of people is looked up again (ms). */
const LOOK_MS = 30_000;

/** Which reminders guests get, when, and how many people. A switch takes effect at once. */
export function RemindersSection() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const { startsAt, zone, allDay, dayBeforeReminder, hoursBeforeReminder } = details;
  const { data } = useQuery({
    queryKey: ["reminders", eventId, startsAt, zone, allDay, dayBeforeReminder, hoursBeforeReminder],
    queryFn: () => read(api.GET("/api/events/{eventId}/reminders", { params: { path: { eventId } } })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  });
  const hint = useReminderWords(details, data?.guests ?? 0);
  const { isOn, change } = useReminderSwitches();
  const labels: Record<ReminderKind, string> = {
    dayBefore: allDay ? t`The day before` : t`A day before`,
    hoursBefore: t`2 hours before`,
  };
  const kinds = reminderKinds.filter((kind) => !allDay || kind === "dayBefore");
  return (
    <Card className="reminders-card" aria-labelledby="settings-reminders">
      <h2 id="settings-reminders">{t`Reminders`}</h2>
      <p className="muted">
        <Trans>An email to everyone who's going or on the waitlist.</Trans>
      </p>
      {kinds.map((kind) => (
        <Switch
          key={kind}
          label={labels[kind]}
          hint={hint(
            data?.reminders.find((one) => one.kind === kind),
            isOn(kind),
          )}
          checked={isOn(kind)}
          disabled={details.status === "cancelled"}
          onChange={(on) => void change(kind, on)}
        />
      ))}
    </Card>
  );
}

/** When a reminder goes out and to how many, in the event's own time. */
function useReminderWords({ status, zone }: EventDetails, guests: number) {
  const { t, i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  return (reminder: Reminder | undefined, isOn: boolean): string => {
    if (!reminder) return "\u00a0";
    if (status === "cancelled") return t`The event is cancelled.`;
    if (!reminder.local) return t`Once the event has a date`;
    const at = formatLocal(reminder.local, locale, {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "numeric",
      minute: "2-digit",
    });
    const when = `${at} (${zoneCity(zone, locale)})`;
    if (!reminder.isAhead) return t`${when} has passed`;
    if (!isOn) return t`Off`;
    if (status === "draft") return t`${when}, once published`;
    return `${when} · ${plural(guests, { one: "# person", other: "# people" })}`;
  };
}

/** The switches as they stand, with what was just chosen; a refusal takes it back. */
function useReminderSwitches() {
  const { eventId, details } = useEventSnapshot();
  const store = useEventStore();
  const words = useRefusalWords();
  const [wanted, setWanted] = useState<Partial<Record<ReminderKind, boolean>>>({});
  const stands = (kind: ReminderKind) => details[reminderFields[kind]] ?? true;
  const forget = (kind: ReminderKind) => setWanted(({ [kind]: _settled, ...others }) => others);
  // Until the log has it: its reply may be there before.
  const settled = reminderKinds.find((kind) => wanted[kind] === stands(kind));
  if (settled) forget(settled);

  async function change(kind: ReminderKind, on: boolean) {
    setWanted((others) => ({ ...others, [kind]: on }));
    const input = { commandId: newId(), fields: { [reminderFields[kind]]: on } };
    const reply = await store.pending.run("editEvent", input, () =>
      replyOf(api.PATCH("/api/events/{eventId}", { params: { path: { eventId } }, body: input })),
    );
    if (reply.type === "committed") return;
    forget(kind);
    store.pending.forget(input.commandId);
    showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
  }
  return { isOn: (kind: ReminderKind) => wanted[kind] ?? stands(kind), change };
}
