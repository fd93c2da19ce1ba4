import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { api, replyOf } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { useCommand, useEventSnapshot } from "../live/use-event.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { phaseOf } from "./event-phase.ts";
import { useNow } from "./use-now.ts";

/** What everybody has to know first: that it is called off, over, closed for answers, or still a draft. */
export function PhaseNotice() {
  const { t } = useLingui();
  const { details } = useEventSnapshot();
  switch (phaseOf(details, useNow())) {
    case "draft":
      return <DraftNotice />;
    case "cancelled":
      return (
        <Notice tone="danger" title={t`This event has been cancelled`} live>
          {details.cancelNote && (
            <blockquote className="cancel-note" dir="auto">
              {details.cancelNote}
            </blockquote>
          )}
        </Notice>
      );
    case "over":
      return (
        <Notice title={t`This event is over`}>
          <p>
            <Trans>The page and the conversation stay up.</Trans>
          </p>
        </Notice>
      );
    case "closed":
      return (
        <Notice tone="warning" title={t`The deadline to answer has passed`}>
          <p>
            <Trans>
              It was <RelativeTime at={details.answersCloseAt!} />. You can still say that you can't make it; for anything else, please
              contact the host.
            </Trans>
          </p>
        </Notice>
      );
    case "open":
      return null;
  }
}

function DraftNotice() {
  const { t } = useLingui();
  const { eventId } = useEventSnapshot();
  const words = useRefusalWords();
  const send = useCallback(
    (body: { commandId: string }) =>
      replyOf(api.POST("/api/events/{eventId}/publication", { params: { path: { eventId } }, body: { commandId: body.commandId } })),
    [eventId],
  );
  const publish = useCommand<object>("publishEvent", send);
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
