import { Plural, Trans } from "@lingui/react/macro";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Notice } from "../../ui/notice.tsx";
import type { PartyFit } from "@turnout/contract/party-fit";

/** What an answer leads to when there are not enough seats, shown before it is sent. */
export function FitNote({ fit, size, waits }: { fit: PartyFit; size: number; waits: boolean }) {
  const { tally } = useEventSnapshot();
  if (waits) return null;
  if (fit === "refused") {
    return (
      <Notice tone="warning" live>
        <p>
          <Trans>There aren't enough seats for {size} people.</Trans>
        </p>
      </Notice>
    );
  }
  return (
    <Notice live>
      <p>
        {tally.waiting > 0 ? (
          <Plural
            value={tally.waiting}
            one="One person is on the waitlist already. You'll be next; we'll give you a seat as soon as one opens."
            other="# people are on the waitlist already. You'll be next after them; we'll give you a seat as soon as one opens."
          />
        ) : (
          <Plural
            value={size}
            one="All seats are taken. You'll be first on the waitlist; we'll give you a seat as soon as one opens."
            other="There aren't enough seats for # right now. You'll be first on the waitlist; we'll give you seats as soon as they open."
          />
        )}
      </p>
    </Notice>
  );
}
