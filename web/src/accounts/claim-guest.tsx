import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useEffectEvent } from "react";
import { api, replyOf } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { useCommand, useEventSnapshot } from "../live/use-event.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { showToast } from "../ui/toast.ts";
import { takeErrand } from "./errand.ts";
import { useSession } from "./session.ts";

/**
 * Offers a guest who is signed in to keep this event with their account. Renders nothing for anybody else, so an event
 * page can include it unconditionally.
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
  const { run, pending, refusal } = useCommand("claimGuest", send);
  const isClaimable = account !== null && me !== null && !me.claimed;
  // They chose this before they signed up or in: it is not asked again.
  const claimAsAsked = useEffectEvent(async () => {
    if (!takeErrand(`/e/${eventId}`, "keepInvitation")) return;
    const reply = await run({});
    if (reply.type === "committed") showToast(t`Your invitation is in your account`, { tone: "success" });
  });
  useEffect(() => {
    if (isClaimable) void claimAsAsked();
  }, [isClaimable]);
  if (!account || !me || me.claimed) return null;

  if (refusal?.refusal === "not_allowed") {
    return (
      <Notice
        tone="warning"
        live
      >{t`Your account is already on this guest list under another name. Ask the host to remove one of the two.`}</Notice>
    );
  }
  const action = (
    <Button size="sm" pending={pending !== null} onClick={() => void run({})}>
      <Trans>Keep in my account</Trans>
    </Button>
  );
  return (
    <Notice tone={refusal ? "danger" : "info"} live={refusal !== null} title={t`You're signed in as ${account.name}`} action={action}>
      {refusal
        ? words(refusal.refusal ?? "", refusal.facts)
        : t`Keep this invitation in your account and find it under My events on all your devices.`}
    </Notice>
  );
}
