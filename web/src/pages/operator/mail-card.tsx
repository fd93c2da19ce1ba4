import { Trans, useLingui } from "@lingui/react/macro";
import type { MailHealth } from "@turnout/contract/operator";
import { Card } from "../../ui/card.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Fact, Facts } from "../facts.tsx";
import { secondsAgo } from "./seconds-ago.ts";

/** What became of emails in the last day, and what waits. */
export function MailCard({ mail }: { mail: MailHealth }) {
  const { t } = useLingui();
  const { lastFailure: last } = mail;
  return (
    <Card aria-labelledby="operator-mail">
      <h2 id="operator-mail">
        <Trans>Email of the last 24 hours</Trans>
      </h2>
      <Facts small>
        <Fact name={t`Accepted by the mail server`} value={mail.accepted} />
        <Fact name={t`Refused`} value={mail.failed} />
        <Fact name={t`Not needed any more`} value={mail.dropped} />
        <Fact name={t`Waiting now`} value={mail.waiting} />
        <Fact name={t`Of these held back by a limit`} value={mail.held} />
        <Fact name={t`Addresses that bounced`} value={mail.bounced} />
        <Fact name={t`Complaints`} value={mail.complained} />
        <Fact name={t`Unsubscribed`} value={mail.unsubscribed} />
        <Fact name={t`Suppressed addresses in all`} value={mail.suppressed} />
      </Facts>
      {mail.waiting > 0 && (
        <p>
          <Trans>
            The oldest that waits was queued <RelativeTime at={secondsAgo(mail.oldestWaitingSeconds)} />.
          </Trans>
        </p>
      )}
      {last ? (
        <p>
          <Trans>
            Last refusal: <code>{last.kind}</code>, queued <RelativeTime at={last.queuedAt} />: {last.reason}
          </Trans>
        </p>
      ) : (
        <p className="muted">
          <Trans>No email was refused recently.</Trans>
        </p>
      )}
    </Card>
  );
}
