import { useLingui } from "@lingui/react/macro";
import { formatEventTime } from "@turnout/contract/event-time";
import { formattingLocale } from "../i18n.ts";
import { useEventSnapshot } from "../live/use-event.ts";

/** Title and time in one line, for dialogs that cover the page. */
export function EventBrief() {
  const { t, i18n } = useLingui();
  const { details } = useEventSnapshot();
  const start = formatEventTime(details, { locale: formattingLocale(i18n.locale) })?.start;
  return (
    <>
      {start && <span>{[start.weekday, start.date].join(", ")} · </span>}
      <b dir="auto">{details.title || t`Untitled event`}</b>
    </>
  );
}
