import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { api, replyOf } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { useCommand, useEventSnapshot } from "../live/use-event.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

/** Marks the event as a draft, with the next steps. */
export function DraftNotice() {
  const { t } = useLingui();
  const { eventId } = useEventSnapshot();
  const words = useRefusalWords();
  const send = useCallback(
    (body: { commandId: string }) =>
      replyOf(api.POST("/api/events/{eventId}/publication", { params: { path: { eventId } }, body: { commandId: body.commandId } })),
    [eventId],
  );
  const publish = useCommand("publishEvent", send);
  const actions = (
    <>
      <LinkButton href={`/e/${eventId}/edit`} size="sm" icon="pencil">{t`Keep editing`}</LinkButton>
      <Button look="primary" size="sm" pending={publish.pending !== null} onClick={() => void publish.run({})}>
        {t`Publish`}
      </Button>
    </>
  );
  return (
    <Notice title={t`Draft: only you and your co-hosts can see this`} action={actions}>
      <p>
        {publish.refusal
          ? words(publish.refusal.refusal ?? "", publish.refusal.facts)
          : t`Nobody hears about it until you send invitations.`}
      </p>
    </Notice>
  );
}
