import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Me } from "@turnout/contract/guests";
import { announce } from "../../ui/announcer.tsx";
import { showToast } from "../../ui/toast.ts";

/** A seat won while the reader was looking: whether by their answer or off the waitlist. `times` tells one from the next. */
export interface NewSeat {
  times: number;
  offWaitlist: boolean;
}

/**
 * The newest seat that this reader has won while looking, and how to put it away; a place further ahead is told too.
 * Where the card that tells of it is not on screen, a toast does.
 */
export function useNewSeat(me: Me | null, card: RefObject<HTMLElement | null>): [NewSeat | null, () => void] {
  const { t } = useLingui();
  const before = useRef(me);
  const times = useRef(0);
  const [won, setWon] = useState<NewSeat | null>(null);

  useEffect(() => {
    const { standing, place } = before.current ?? {};
    before.current = me;
    if (me && standing !== me.standing) {
      const offWaitlist = standing === "waiting";
      setWon(me.standing === "going" ? { times: ++times.current, offWaitlist } : null);
      if (me.standing !== "going" || !offWaitlist) return;
      announce(t`You're in! A seat just opened up, and it's yours.`, "me");
      if (!card.current?.getClientRects().length) showToast(t`You're in! A seat just opened up, and it's yours.`, { tone: "success" });
    } else if (me?.standing === "waiting" && me.place !== null && place !== me.place) {
      const ahead = me.place - 1;
      announce(
        ahead === 0
          ? t`You're next on the waitlist.`
          : t`On the waitlist: ${plural(ahead, { one: "# group is ahead of you", other: "# groups are ahead of you" })}.`,
        "me",
      );
    }
  }, [me, card, t]);

  return [won, () => setWon(null)];
}
