import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Abuse } from "@turnout/contract/operator";
import { Card } from "../../ui/card.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Fact, Facts } from "../facts.tsx";

/** What may be abuse: limits that refuse, and accounts that send much. */
export function AbuseCard({ abuse: { limits, senders, newAccounts } }: { abuse: Abuse }) {
  const { t } = useLingui();
  return (
    <Card aria-labelledby="operator-abuse">
      <h2 id="operator-abuse">
        <Trans>Abuse</Trans>
      </h2>
      <Facts small>
        <Fact name={t`New accounts in 24 hours`} value={newAccounts} />
      </Facts>
      <h3>
        <Trans>Limits that refused since the processes started</Trans>
      </h3>
      {limits.length === 0 && (
        <p className="muted">
          <Trans>None has refused anybody.</Trans>
        </p>
      )}
      <ul role="list" className="operator-rows">
        {limits.map(({ limit, refused }) => (
          <li key={limit} className="operator-queue">
            <code>{limit}</code>
            <span className="tabular">{refused}</span>
          </li>
        ))}
      </ul>
      <h3>
        <Trans>Who sent the most invitations and news in 24 hours</Trans>
      </h3>
      {senders.length === 0 && (
        <p className="muted">
          <Trans>Nobody sent any.</Trans>
        </p>
      )}
      <ul role="list" className="operator-rows">
        {senders.map(({ id, name, email, since, emails, failed, events }) => (
          <li key={id}>
            <p className="operator-name">
              {name} <span className="muted">{email}</span>
            </p>
            <p className="muted">
              <Plural value={emails} one="# email" other="# emails" /> · <Plural value={failed} one="# refused" other="# refused" /> ·{" "}
              <Plural value={events} one="# event" other="# events" /> ·{" "}
              <Trans>
                account created <RelativeTime at={since} />
              </Trans>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
