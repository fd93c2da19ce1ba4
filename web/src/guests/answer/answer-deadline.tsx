import { Trans, useLingui } from "@lingui/react/macro";
import { formatLocal } from "@turnout/contract/event-time";
import type { EventDetails } from "@turnout/contract/events";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { zoneCity } from "@turnout/contract/zone-city";
import { formattingLocale } from "../../i18n.ts";

/** The deadline on the event's own clock, and whose that is: as the server's page has it, and the event's emails. */
export function AnswerDeadline({ details }: { details: EventDetails }) {
  const { i18n } = useLingui();
  const { answersClose } = wallClockOf(details);
  if (!answersClose) return null;
  const locale = formattingLocale(i18n.locale);
  const words = formatLocal(answersClose, locale, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  return (
    <p className="muted answer-deadline">
      <Trans>
        Answer by <time dateTime={details.answersCloseAt!}>{words}</time>
      </Trans>{" "}
      ({zoneCity(details.zone, locale)})
    </p>
  );
}
