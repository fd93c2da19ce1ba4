import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page } from "../ui/page.tsx";

/** For a share link that the hosts have renewed, or that was cut on its way. */
export function LinkGone() {
  const { t } = useLingui();
  return (
    <Page title={t`Not found`} width="narrow">
      <EmptyState icon="link" title={t`This link does not work any more`} action={<LinkButton href="/events">{t`My events`}</LinkButton>}>
        <Trans>The hosts may have made a new one: ask whoever sent it to you. Check too that the whole link was copied.</Trans>
      </EmptyState>
    </Page>
  );
}
