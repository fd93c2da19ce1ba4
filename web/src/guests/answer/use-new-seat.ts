import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import type { Me } from "@turnout/contract/guests";
import { announce } from "../../ui/announcer.tsx";
import { showToast } from "../../ui/toast.ts";

/** Counts the seats this reader has won while looking, and tells of each; a place further ahead in line is told too. */
export function useNewSeat(me: Me | null): number {
  const { t } = useLingui();
  const before = useRef(me);
  const [won, setWon] = useState(0);

  useEffect(() => {
    const { standing, place } = before.current ?? {};
    before.current = me;
    if (standing === "waiting" && me?.standing === "going") {
      setWon((seats) => seats + 1);
      showToast(t`A seat is free, and it is yours!`, { tone: "success" });
      announce(t`A seat is free, and it is yours. You are going.`, "me");
    } else if (me && standing !== me.standing && me.standing === "going") {
      setWon((seats) => seats + 1);
    } else if (me?.standing === "waiting" && me.place !== null && place !== me.place) {
      const ahead = me.place - 1;
      announce(
        ahead === 0
          ? t`You are next in line.`
          : t`In line: ${plural(ahead, { one: "# party is ahead of you", other: "# parties are ahead of you" })}.`,
        "me",
      );
    }
  }, [me, t]);

  return won;
}
