import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { Standing } from "@turnout/contract/guests";
import { api, replyOf } from "../../api/client.ts";
import { useGuestCommand } from "./use-guest-command.ts";

/** Readmits a guest whom a host removed, and shows their new standing. */
export function useReadmit(eventId: string) {
  const { t } = useLingui();
  const run = useGuestCommand();
  return useCallback(
    ({ guestId, name, standing }: { guestId: string; name: string; standing: Standing }) => {
      const done = (result: unknown) => {
        const now = (result as { standing?: Standing }).standing;
        if (now === standing || now === undefined) return t`${name} is back on the list`;
        if (now === "going") return t`${name} is back, and has a seat`;
        return now === "waiting"
          ? t`${name} is back, on the waitlist: their seat is taken`
          : t`${name} is back without an answer: the event is full`;
      };
      const params = { path: { eventId, guestId } };
      return run(
        "readmitGuest",
        { guestId },
        ({ commandId }) => replyOf(api.POST("/api/events/{eventId}/guests/{guestId}/readmission", { params, body: { commandId } })),
        { done },
      );
    },
    [eventId, run, t],
  );
}
