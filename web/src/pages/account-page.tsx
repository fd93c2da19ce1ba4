import { Trans, useLingui } from "@lingui/react/macro";
import { DeleteCard } from "../accounts/delete-card.tsx";
import { EmailCard } from "../accounts/email-card.tsx";
import { PasswordCard } from "../accounts/password-card.tsx";
import { ProfileCard } from "../accounts/profile-card.tsx";
import { loadSession, useSession } from "../accounts/session.ts";
import { SessionsCard } from "../accounts/sessions-card.tsx";
import { useSessionList } from "../accounts/use-session-list.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import type { Account } from "@turnout/contract/accounts";
import "../accounts/account.css";

export function AccountPage() {
  const { t } = useLingui();
  const session = useSession();
  if (session.state === "loading") return <PageSkeleton />;
  return (
    <Page title={t`Account`}>
      {session.account ? <OwnAccount account={session.account} /> : session.state === "failed" ? <Unreachable /> : <NobodySignedIn />}
    </Page>
  );
}

function OwnAccount({ account }: { account: Account }) {
  const { t } = useLingui();
  const list = useSessionList();
  return (
    <>
      <PageHead title={t`Your account`} />
      <div className="account-cards">
        <ProfileCard account={account} />
        <EmailCard account={account} />
        <PasswordCard account={account} onChanged={list.reload} />
        <SessionsCard list={list} />
        <DeleteCard account={account} />
      </div>
    </>
  );
}

function NobodySignedIn() {
  const { t } = useLingui();
  return (
    <EmptyState icon="user" title={t`Nobody is signed in here`} action={<LinkButton href="/sign-in?next=/account" look="primary">{t`Sign in`}</LinkButton>}>
      <Trans>Sign in to see and change your account. Guests do not need one.</Trans>
    </EmptyState>
  );
}

function Unreachable() {
  const { t } = useLingui();
  return (
    <EmptyState icon="wifi-off" title={t`Your account can't be reached`} action={<Button look="primary" onClick={() => void loadSession()}>{t`Try again`}</Button>}>
      <Trans>It may be the connection. Nothing is lost.</Trans>
    </EmptyState>
  );
}
