import { useLingui } from "@lingui/react/macro";
import { formatEventTime } from "@turnout/contract/event-time";
import { formattingLocale } from "../i18n.ts";
import { useEventSnapshot } from "../live/use-event.ts";

/** What it is and when, in one line: for what lies over the page that says so. */
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
