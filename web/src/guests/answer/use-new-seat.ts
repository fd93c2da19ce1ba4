import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Me } from "@turnout/contract/guests";
import { announce } from "../../ui/announcer.tsx";
import { showToast } from "../../ui/toast.ts";

/** A seat won while the page is open: by the answer or from the waitlist. `times` distinguishes one from the next. */
export interface NewSeat {
  times: number;
  offWaitlist: boolean;
}

/**
 * The newest seat that this reader won while the page is open, and a function that dismisses it. A better position on the
 * waitlist is announced too. Where the card is not visible, a toast shows it.
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
