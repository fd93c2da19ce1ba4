import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { phaseOf } from "@turnout/contract/event-phase";
import type { ConfirmComing } from "@turnout/contract/guests";
import { api, replyOf } from "../../api/client.ts";
import { useGuestRefusalWords } from "../../api/use-guest-refusal-words.ts";
import { useNow } from "../../events/use-now.ts";
import { useCommand, useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";

/** Asks whoever is going whether they still come; `onDecline` says that they do not. */
export function StillComing({ onDecline }: { onDecline: () => void }) {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const words = useGuestRefusalWords();
  const send = useCallback(
    (body: ConfirmComing) => replyOf(api.PUT("/api/events/{eventId}/rsvp/confirmation", { params: { path: { eventId } }, body })),
    [eventId],
  );
  const { run, pending, refusal } = useCommand("confirmComing", send);
  if (phaseOf(details, useNow()) === "over") return null;
  const said = (code: string) =>
    code === "nothing_to_confirm" ? t`The date or your answer has just changed.` : words(code, refusal?.facts);
  return (
    <div className="next-steps still-coming" role="group" aria-labelledby="still-coming">
      <h2 id="still-coming">
        <Trans>Still coming?</Trans>
      </h2>
      <Button look="primary" pending={pending !== null} onClick={() => void run({ day: details.starts!.slice(0, 10) })}>
        <Trans>Yes, still coming</Trans>
      </Button>
      <Button disabled={pending !== null} onClick={onDecline}>
        <Trans>Can't make it</Trans>
      </Button>
      {refusal && <p role="alert">{said(refusal.refusal ?? "unsent")}</p>}
    </div>
  );
}
