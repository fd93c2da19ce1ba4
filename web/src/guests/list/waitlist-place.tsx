import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ListedGuest } from "@turnout/contract/guests";
import type { WaitlistPlace as Place } from "@turnout/contract/waitlist-moves";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { useGuestHistory } from "./use-guest-history.ts";
import { useMoveOnWaitlist } from "./use-move-on-waitlist.ts";
import "./move-dialog.css";

/** A guest's place on the waitlist, and where a host can move them. */
export function WaitlistPlace({ eventId, guest }: { eventId: string; guest: ListedGuest }) {
  const { t } = useLingui();
  const { tally } = useEventSnapshot();
  const { place } = useGuestHistory(eventId, guest.guestId);
  const move = useMoveOnWaitlist(eventId);
  const [isChoosing, setChoosing] = useState(false);
  const [isMoving, setMoving] = useState(false);
  const parties = tally.waitingParties;
  const to = (where: Place) => {
    setMoving(true);
    void move([{ guestId: guest.guestId, to: where }]).finally(() => setMoving(false));
  };
  return (
    <section className="waitlist-place">
      <h3>
        <Trans>Waitlist</Trans>
      </h3>
      <p role="status">{place !== null && t`Place ${place} of ${parties}`}</p>
      <div className="waitlist-place-actions">
        <Button disabled={isMoving || place === 1} onClick={() => to("first")}>
          <Trans>To the top</Trans>
        </Button>
        <IconButton icon="chevron-up" label={t`Move up one place`} disabled={isMoving || place === 1} onClick={() => to("up")} />
        <IconButton
          icon="chevron-down"
          label={t`Move down one place`}
          disabled={isMoving || place === parties}
          onClick={() => to("down")}
        />
        <Button onClick={() => setChoosing(true)}>
          <Trans>Move to…</Trans>
        </Button>
      </div>
      {isChoosing && <MoveDialog eventId={eventId} guests={[guest]} onClose={() => setChoosing(false)} />}
    </section>
  );
}
