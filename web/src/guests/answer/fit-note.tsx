import { Plural, Trans } from "@lingui/react/macro";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Notice } from "../../ui/notice.tsx";
import type { PartyFit } from "./party-fit.ts";

/** What to expect where there are not enough seats, said before the answer is sent. */
export function FitNote({ fit, size, waits }: { fit: PartyFit; size: number; waits: boolean }) {
  const { tally } = useEventSnapshot();
  if (waits) return null;
  if (fit === "refused") {
    return (
      <Notice tone="warning" live>
        <p>
          <Trans>There are not enough free seats for {size} people.</Trans>
        </p>
      </Notice>
    );
  }
  return (
    <Notice live>
      <p>
        {tally.waitingParties > 0 ? (
          <Plural
            value={tally.waitingParties}
            one="One party is in line already. You join behind it, and your seats come by themselves."
            other="# parties are in line already. You join behind them, and your seats come by themselves."
          />
        ) : (
          <Plural
            value={size}
            one="All seats are taken. You are first in line: a seat comes to you by itself."
            other="There are not enough seats for # at the moment. You are first in line: they come to you by themselves."
          />
        )}
      </p>
    </Notice>
  );
}
