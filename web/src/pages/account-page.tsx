import { Trans, useLingui } from "@lingui/react/macro";
import type { Account } from "@turnout/contract/accounts";
import { Suspense } from "react";
import { Redirect } from "wouter";
import { DeleteCard } from "../accounts/delete-card.tsx";
import { EmailCard } from "../accounts/email-card.tsx";
import { PasskeysCard } from "../accounts/passkeys-card.tsx";
import { PasswordCard } from "../accounts/password-card.tsx";
import { ProfileCard } from "../accounts/profile-card.tsx";
import { loadSession, useSession } from "../accounts/session.ts";
import { SessionsCard } from "../accounts/sessions-card.tsx";
import { useSessionList } from "../accounts/use-session-list.ts";
import { later } from "../on-demand.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import "../accounts/account.css";
import "../ui/message-page.css";

// Behind what people come to this page for.
const PushCard = later(() => import("../notifications/push/push-card.tsx"), "PushCard");

// Most instances have no provider.
const ProviderCard = later(() => import("../accounts/provider-card.tsx"), "ProviderCard");

export function AccountPage() {
  const { t } = useLingui();
  const session = useSession();
  if (session.state === "loading") return <PageSkeleton />;
  if (session.state === "failed") return <Unreachable />;
  if (!session.account) return <Redirect to="/sign-in?next=/account" replace />;
  return (
    <Page title={t`Account`}>
      <OwnAccount account={session.account} />
    </Page>
  );
}

function OwnAccount({ account }: { account: Account }) {
  const { t } = useLingui();
  const list = useSessionList(account.freshUntil);
  return (
    <>
      <PageHead
        title={t`Your account`}
        actions={
          account.isOperator && (
            <LinkButton href="/operator">
              <Trans>Open the operator's page</Trans>
            </LinkButton>
          )
        }
      />
      <div className="account-cards">
        <ProfileCard account={account} />
        <EmailCard key={account.email} account={account} />
        <PasswordCard account={account} onChanged={list.reload} />
        <Suspense fallback={null}>
          <PushCard />
        </Suspense>
        <Suspense fallback={null}>
          <ProviderCard account={account} />
        </Suspense>
        <PasskeysCard account={account} onChanged={() => void loadSession()} />
        <SessionsCard list={list} />
        <DeleteCard account={account} />
      </div>
    </>
  );
}

function Unreachable() {
  const { t } = useLingui();
  return (
    <Page title={t`Account`} width="full">
      <div className="message-page">
        <h1>
          <Trans>Your account can't be reached</Trans>
        </h1>
        <p>
          <Trans>It may be the connection. Nothing is lost.</Trans>
        </p>
        <Button look="primary" size="lg" onClick={() => void loadSession()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    </Page>
  );
}
