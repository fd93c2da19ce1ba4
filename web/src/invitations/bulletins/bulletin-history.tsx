import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Bulletin } from "@turnout/contract/bulletins";
import { useStandingNames } from "../../guests/list/standing.tsx";
import { useEventStore } from "../../live/use-event.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { usePartWords } from "./part-select.tsx";
import { Recipients } from "./recipients.tsx";
import { useSendBulletin } from "./use-send-bulletin.ts";

/** What was sent or will be, last first, with what became of the emails. */
export function BulletinHistory({ bulletins }: { bulletins: Bulletin[] }) {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const names = useStandingNames();
  const at = useTimeFormat({ dateStyle: "medium", timeStyle: "short" });
  const { withdraw } = useSendBulletin(eventId);
  const counts = useDeliveryWords();
  const partWords = usePartWords();
  const [opened, setOpened] = useState<Bulletin | null>(null);
  const titleOf = ({ kind, subject }: Bulletin) => (kind === "nudge" ? t`Asked again` : subject);
  return (
    <Card aria-labelledby="bulletin-history">
      <h2 id="bulletin-history">{t`Sent and scheduled`}</h2>
      {bulletins.length === 0 && (
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
              {at.format(Date.parse(one.due))} · {one.to.map((standing) => names[standing]).join(", ")}
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
            </span>
          </li>
        ))}
      </ul>
      {opened && <Recipients bulletinId={opened.bulletinId} subject={titleOf(opened)} onClose={() => setOpened(null)} />}
    </Card>
  );
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
