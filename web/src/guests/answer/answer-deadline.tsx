import { Trans } from "@lingui/react/macro";
import { useTimeFormat } from "../../ui/relative-time.tsx";

/** The deadline, as a date on the reader's own clock. */
export function AnswerDeadline({ at }: { at: string }) {
  const day = useTimeFormat({ weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  const words = day.format(Date.parse(at));
  return (
    <p className="muted answer-deadline">
      <Trans>
        Answer by <time dateTime={at}>{words}</time>
      </Trans>
    </p>
  );
}
