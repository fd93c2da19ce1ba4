import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { api, replyOf } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { useCommand, useEventSnapshot } from "../live/use-event.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { useSession } from "./session.ts";

/**
 * Offers a guest who is signed in to keep this event with their account. Shows nothing to anybody else, so an event
 * page can simply place it.
 */
export function ClaimGuest() {
  const { t } = useLingui();
  const words = useRefusalWords();
  const { eventId, me } = useEventSnapshot();
  const { account } = useSession();
  const send = useCallback(
    (body: { commandId: string }) => replyOf(api.POST("/api/events/{eventId}/claim", { params: { path: { eventId } }, body })),
    [eventId],
  );
  const { run, pending, refusal } = useCommand<object>("claimGuest", send);
  if (!account || !me || me.claimed) return null;

  if (refusal?.refusal === "not_allowed") {
    return (
      <Notice
        tone="warning"
        live
      >{t`Your account is on this guest list already, as somebody else. Ask the host to take one of the two off.`}</Notice>
    );
  }
  const action = (
    <Button size="sm" pending={pending !== null} onClick={() => void run({})}>
      <Trans>Save to my account</Trans>
    </Button>
  );
  return (
    <Notice tone={refusal ? "danger" : "info"} live={refusal !== null} title={t`You are signed in as ${account.name}`} action={action}>
      {refusal
        ? words(refusal.refusal ?? "", refusal.facts)
        : t`Save this invitation to your account and find it under My events, on every device.`}
    </Notice>
  );
}
