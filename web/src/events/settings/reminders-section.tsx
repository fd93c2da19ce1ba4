import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { formatLocal } from "@turnout/contract/event-time";
import type { EventDetails, StillComing } from "@turnout/contract/events";
import { reminderFields, type Reminder, type ReminderKind } from "@turnout/contract/reminders";
import { zoneCity } from "@turnout/contract/zone-city";
import { api, read } from "../../api/client.ts";
import { formattingLocale } from "../../i18n.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Switch } from "../../ui/toggle.tsx";
import { useSettings, useSwitches } from "./use-switches.ts";

/** With the reminders, in one file. */
export { CalendarSection } from "./calendar-section.tsx";

type Switched = keyof typeof reminderFields;
const reminderKinds = Object.keys(reminderFields) as Switched[];

/** How often the number of people is looked up again (ms). */
const LOOK_MS = 30_000;

/** Which reminders guests get, when, and how many people. A switch takes effect at once. */
export function RemindersSection() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const { startsAt, zone, allDay, dayBeforeReminder, hoursBeforeReminder, stillComing = "off" } = details;
  const { data } = useQuery({
    queryKey: ["reminders", eventId, startsAt, zone, allDay, dayBeforeReminder, hoursBeforeReminder, stillComing],
    queryFn: () => read(api.GET("/api/events/{eventId}/reminders", { params: { path: { eventId } } })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  });
  const hint = useReminderWords(details);
  const { isOn: stands, change } = useSwitches();
  const isOn = (kind: Switched) => stands(reminderFields[kind]);
  const ofKind = (kind: ReminderKind) => data?.reminders.find((one) => one.kind === kind);
  const labels: Record<Switched, string> = {
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
          hint={hint(ofKind(kind), isOn(kind), data?.guests ?? 0)}
          checked={isOn(kind)}
          disabled={details.status === "cancelled"}
          onChange={(on) => void change(reminderFields[kind], on)}
        />
      ))}
      <StillComingChoice
        hint={stillComing === "off" ? "" : hint(ofKind("stillComing"), true, data?.unconfirmed ?? 0)}
        isDisabled={details.status === "cancelled"}
      />
    </Card>
  );
}

/** Whether and when whoever is going is asked if they still come. A choice takes effect at once. */
function StillComingChoice({ hint, isDisabled }: { hint: string; isDisabled: boolean }) {
  const { t } = useLingui();
  const { details } = useEventSnapshot();
  const { of, change } = useSettings<{ stillComing: StillComing }>({ stillComing: "off" });
  const words = t`They confirm or free their seat, and the guest list says who has not confirmed yet. Nobody loses a seat by not answering.`;
  return (
    <Field label={t`Ask “Still coming?”`} hint={hint ? `${hint} · ${words}` : words}>
      <Select
        value={of("stillComing")}
        disabled={isDisabled}
        onChange={(event) => void change("stillComing", event.currentTarget.value as StillComing)}
      >
        <option value="off">{t`Don't ask`}</option>
        <option value="twoDaysBefore">{t`Two days before`}</option>
        <option value="dayBefore">{details.allDay ? t`The day before` : t`A day before`}</option>
      </Select>
    </Field>
  );
}

/** When a reminder goes out and to how many, in the event's own time. */
function useReminderWords({ status, zone }: EventDetails) {
  const { t, i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  return (reminder: Reminder | undefined, isOn: boolean, guests: number): string => {
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
