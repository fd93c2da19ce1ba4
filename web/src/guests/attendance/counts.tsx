import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEventSnapshot } from "../../live/use-event.ts";
import { seatsFree } from "@turnout/contract/event-phase";
import { ProgressBar } from "../../ui/progress-bar.tsx";

/** How many people come and might come, companions included, and who may still answer. The waitlist is counted at the bar of seats. */
export function Counts({ isOver }: { isOver: boolean }) {
  const { t } = useLingui();
  const { tally, viewer } = useEventSnapshot();
  const silent = viewer.class === "host" && !isOver ? tally.silent : null;
  return (
    <ul role="list" className="counts">
      <Count value={tally.going} label={t`going`} />
      {tally.maybe > 0 && <Count value={tally.maybe} label={t`maybe`} />}
      {silent !== null && silent > 0 && <Count value={silent} label={t`no answer yet`} />}
    </ul>
  );
}

/** A new key on each change, so that the number animates once. */
function Count({ value, label }: { value: number; label: string }) {
  return (
    <li className="count">
      <b key={value} className="tabular">
        {value}
      </b>{" "}
      {label}
    </li>
  );
}

/** How many seats are taken; nothing without a capacity. */
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
