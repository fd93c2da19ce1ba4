import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page } from "../ui/page.tsx";

/** For whoever finds nothing here: what is private and what is absent look the same, so both ways out are offered. */
export function EventGone({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const actions = (
    <>
      <LinkButton look="primary" icon="mail" href={`/e/${eventId}/recover`}>{t`Get my link by e-mail`}</LinkButton>
      <LinkButton href="/events">{t`My events`}</LinkButton>
    </>
  );
  return (
    <Page title={t`Not found`} width="narrow">
      <EmptyState icon="lock" title={t`Nothing to see here with this link`} action={actions}>
        <Trans>
          If you were invited, open the link in your invitation again. If you have lost it, we can send it to you. Hosts sign in to see
          their events.
        </Trans>
      </EmptyState>
    </Page>
  );
}
