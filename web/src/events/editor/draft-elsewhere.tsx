import { Trans, useLingui } from "@lingui/react/macro";
import { useSession } from "../../accounts/session.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Page } from "../../ui/page.tsx";

/** For a draft that is kept in another browser: it was started without an account, and the email was opened on another device. */
export function DraftElsewhere() {
  const { t } = useLingui();
  const { account } = useSession();
  const next = encodeURIComponent(location.pathname + location.search);
  const actions = (
    <>
      <LinkButton look="primary" href="/events/new">{t`Start a new event`}</LinkButton>
      {account ? (
        <LinkButton href="/events">{t`My events`}</LinkButton>
      ) : (
        <LinkButton href={`/sign-in?next=${next}`}>{t`Sign in`}</LinkButton>
      )}
    </>
  );
  return (
    <Page title={t`New event`}>
      <EmptyState heading="h1" icon="pencil" title={t`This draft is in another browser`} action={actions}>
        {account ? (
          <Trans>
            It stays in the browser where you wrote it until you sign in there. Sign in there as {account.email}, and it goes on where you
            left off.
          </Trans>
        ) : (
          <Trans>Open it in the browser where you wrote it. If it's saved to your account already, sign in.</Trans>
        )}
      </EmptyState>
    </Page>
  );
}
