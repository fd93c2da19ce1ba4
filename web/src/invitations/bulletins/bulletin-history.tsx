import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Bulletin } from "@turnout/contract/bulletins";
import { useStandingNames } from "../../guests/list/standing.tsx";
import { useEventStore } from "../../live/use-event.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { usePartWords } from "./part-select.tsx";
import { Recipients } from "./recipients.tsx";
import type { useBulletins } from "./use-bulletins.ts";
import { useEventClock } from "./use-event-clock.ts";
import { useSendBulletin } from "./use-send-bulletin.ts";
import type { Prepared } from "./use-thanks.ts";

interface Props {
  bulletins: ReturnType<typeof useBulletins>;
  /** Is told to begin the form with one that was written before. */
  onReuse: (written: Prepared) => void;
}

/** What was sent or will be, last first, with what became of the emails. */
export function BulletinHistory({ bulletins: { data, isError, refetch }, onReuse }: Props) {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const bulletins = data?.bulletins ?? [];
  const names = useStandingNames();
  const at = useEventClock();
  const { withdraw } = useSendBulletin(eventId);
  const counts = useDeliveryWords();
  const partWords = usePartWords();
  const [opened, setOpened] = useState<Bulletin | null>(null);
  const titleOf = ({ kind, subject }: Bulletin) => (kind === "nudge" ? t`Asked again` : subject);
  return (
    <Card aria-labelledby="bulletin-history">
      <h2 id="bulletin-history">{t`Sent and scheduled`}</h2>
      {isError && !data && <LoadFailed title={t`The list could not be loaded`} onRetry={() => void refetch()} />}
      {!data && !isError && <Skeleton />}
      {data && bulletins.length === 0 && (
        <p className="muted">
          <Trans>Nothing yet.</Trans>
        </p>
      )}
      <ul role="list" className="bulletin-list" aria-labelledby="bulletin-history">
        {bulletins.map((one) => (
          <li key={one.bulletinId}>
            <span className="bulletin-subject" dir="auto">
              {titleOf(one)}
            </span>
            <span className="muted bulletin-more">
              {at(one.due)} · {one.to.map((standing) => names[standing]).join(", ")}
              {one.part && (
                <>
                  {" · "}
                  <bdi>{partWords(one.part)}</bdi>
                </>
              )}
              {one.by && (
                <>
                  {" · "}
                  <bdi>{one.by}</bdi>
                </>
              )}
            </span>
            <span className="bulletin-actions">
              <StateBadge state={one.state} />
              <span className="bulletin-more">{counts(one)}</span>
              {one.state === "scheduled" && (
                <Button size="sm" onClick={() => void withdraw(one.bulletinId)}>
                  <Trans>Don't send</Trans>
                </Button>
              )}
              {(one.state === "sent" || one.state === "sending") && (
                <Button size="sm" look="plain" aria-haspopup="dialog" onClick={() => setOpened(one)}>
                  <Trans>Recipients</Trans>
                </Button>
              )}
              {one.kind === "words" && (
                <Button size="sm" look="plain" onClick={() => onReuse(asWritten(one))}>
                  <Trans>Use again</Trans>
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {opened && (
        <Recipients
          bulletinId={opened.bulletinId}
          subject={titleOf(opened)}
          text={opened.kind === "words" ? opened.text : null}
          onClose={() => setOpened(null)}
        />
      )}
    </Card>
  );
}

/** To be changed and sent once more; what was scheduled keeps no time that may be over. */
function asWritten({ subject, text, to, part }: Bulletin): Prepared {
  return { subject, text, to, part: part ?? null, at: null };
}

function StateBadge({ state }: Pick<Bulletin, "state">) {
  const { t } = useLingui();
  switch (state) {
    case "scheduled":
      return <Badge tone="waiting" icon="clock">{t`Scheduled`}</Badge>;
    case "sending":
      return <Badge tone="neutral" icon="send">{t`On its way`}</Badge>;
    case "sent":
      return <Badge tone="going" icon="check">{t`Sent`}</Badge>;
    case "withdrawn":
      return <Badge tone="neutral" icon="x">{t`Taken back`}</Badge>;
    case "dropped":
      return <Badge tone="neutral" icon="x">{t`Not sent`}</Badge>;
    default:
      return null;
  }
}

/** "40 of 42 delivered · 1 failed · 1 skipped" */
function useDeliveryWords() {
  const { t } = useLingui();
  return ({ state, recipients, sent, failed, skipped }: Bulletin): string => {
    if (state !== "sent" && state !== "sending") return "";
    const parts = [t`${sent} of ${recipients} sent`];
    if (failed > 0) parts.push(t`${failed} not delivered`);
    if (skipped > 0) parts.push(t`${skipped} left out (unsubscribed or changed their answer)`);
    return parts.join(" · ");
  };
}
