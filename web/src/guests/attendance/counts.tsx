import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useEventSnapshot } from "../../live/use-event.ts";
import { seatsFree } from "../../events/event-phase.ts";
import { Icon, type IconName } from "../../ui/icons.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";

/** How many people come, might come and wait; plus-ones count. */
export function Counts() {
  const { t } = useLingui();
  const { tally, viewer } = useEventSnapshot();
  const silent = viewer.class === "host" ? tally.silent : null;
  return (
    <ul role="list" className="counts">
      <Count tone="going" icon="check" value={tally.going} label={t`going`} />
      {tally.maybe > 0 && <Count tone="maybe" icon="question" value={tally.maybe} label={t`maybe`} />}
      {tally.waiting > 0 && <Count tone="waiting" icon="clock" value={tally.waiting} label={t`on the waitlist`} />}
      {silent !== null && silent > 0 && <Count tone="declined" icon="mail" value={silent} label={t`no answer yet`} />}
    </ul>
  );
}

/** The number is drawn anew when it changes, so that it moves once and only then. */
function Count({ tone, icon, value, label }: { tone: string; icon: IconName; value: number; label: ReactNode }) {
  return (
    <li className={`count tone-${tone}`}>
      <Icon name={icon} size={16} />
      <b key={value} className="tabular">
        {value}
      </b>{" "}
      {label}
    </li>
  );
}

/** How full it is, in a quiet line; nothing where there is no limit. */
export function SeatsLeft() {
  const { t } = useLingui();
  const { details, tally } = useEventSnapshot();
  const { capacity } = details;
  if (capacity === null) return null;
  const left = Math.max(0, capacity - tally.going);
  return (
    <div className="seats-left">
      <ProgressBar label={t`Seats taken`} value={Math.min(tally.going, capacity)} max={capacity} tone="accent" />
      <p className="muted tabular">
        {seatsFree(details, tally) === 0 ? (
          tally.waiting > 0 ? (
            <Trans>Full · {tally.waiting} waiting</Trans>
          ) : (
            <Trans>
              Full · {capacity} of {capacity} seats taken
            </Trans>
          )
        ) : (
          <Plural value={left} one={`# seat left of ${capacity}`} other={`# seats left of ${capacity}`} />
        )}
      </p>
    </div>
  );
}
