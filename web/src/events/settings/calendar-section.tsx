import { Trans, useLingui } from "@lingui/react/macro";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Card } from "../../ui/card.tsx";
import { Switch } from "../../ui/toggle.tsx";
import { useSwitches } from "./use-switches.ts";

/** Whether emails bring entries for guests' calendars. */
export function CalendarSection() {
  const { t } = useLingui();
  const { details } = useEventSnapshot();
  const { isOn, change } = useSwitches();
  const on = isOn("calendarEntries");
  return (
    <Card aria-labelledby="settings-calendar">
      <h2 id="settings-calendar">{t`Calendars`}</h2>
      <Switch
        label={t`Calendar entries in emails`}
        hint={
          on ? (
            <Trans>Invitations and changes put the event into guests' calendars.</Trans>
          ) : (
            <Trans>Emails come without. Guests can still add the event on its page. A cancellation takes out what came before.</Trans>
          )
        }
        checked={on}
        disabled={details.status === "cancelled"}
        onChange={(wanted) => void change("calendarEntries", wanted)}
      />
    </Card>
  );
}
