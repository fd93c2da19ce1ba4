import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Account } from "@turnout/contract/accounts";
import { Redirect } from "wouter";
import { PasskeySignIn } from "../accounts/passkey-sign-in.tsx";
import { loadSession, useSession } from "../accounts/session.ts";
import { ApiError, api, read } from "../api/client.ts";
import { Queries } from "../events/queries.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { MessagePage } from "../ui/message-page.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { PageSkeleton, Skeleton } from "../ui/skeleton.tsx";
import { AbuseCard } from "./operator/abuse-card.tsx";
import { AuditCard } from "./operator/audit-card.tsx";
import { DeliverabilityCard } from "./operator/deliverability-card.tsx";
import { MailCard } from "./operator/mail-card.tsx";
import { ProcessesCard } from "./operator/processes-card.tsx";
import { QueuesCard } from "./operator/queues-card.tsx";
import { SuppressionsCard } from "./operator/suppressions-card.tsx";
import "./operator/operator.css";

/** How often the numbers are read again while the page is looked at (ms). */
const READ_EVERY = 30_000;

/** The instance, for whom OPERATORS names: what runs, what waits, what failed, and who did what. */
export function OperatorPage() {
  const { t } = useLingui();
  const session = useSession();
  if (session.state === "loading") return <PageSkeleton />;
  if (session.state === "failed") {
    return (
      <Page title={t`Instance`}>
        <Unreadable again={() => void loadSession()} />
      </Page>
    );
  }
  if (!session.account) return <Redirect to="/sign-in?next=/operator" replace />;
  if (!session.account.isOperator) return <ForOthers />;
  return (
    <Queries>
      <Page title={t`Instance`} width="wide">
        <Instance account={session.account} />
      </Page>
    </Queries>
  );
}

function ForOthers() {
  const { t } = useLingui();
  return (
    <MessagePage title={t`Only for operators`} art="waves" actions={null}>
      <Trans>Your account is not among those that look after this instance.</Trans>
    </MessagePage>
  );
}

function Instance({ account }: { account: Account }) {
  const { t } = useLingui();
  const query = useQuery({
    // What one session has read is not another one's to see.
    queryKey: ["operator", account.id, account.freshUntil],
    queryFn: () => read(api.GET("/api/operator")),
    refetchInterval: READ_EVERY,
  });
  const again = () => void query.refetch();
  const refused = query.error instanceof ApiError ? query.error.problem.code : null;
  if (refused === "passkey_missing") return <FirstPasskey />;
  if (refused === "passkey_required") return <UsePasskey />;
  const actions = (
    <Button icon="refresh" pending={query.isFetching} onClick={again}>
      <Trans>Read again</Trans>
    </Button>
  );
  return (
    <>
      <PageHead title={t`Instance`} actions={actions} />
      {query.isPending && <Skeleton height="20rem" />}
      {query.isError && <Unreadable again={again} />}
      {query.data && (
        <div className="operator-cards">
          <p className="muted" role="status">
            <Trans>
              Read <RelativeTime at={new Date(query.dataUpdatedAt).toISOString()} />
            </Trans>
          </p>
          <ProcessesCard processes={query.data.processes} />
          <QueuesCard queues={query.data.queues} onRetried={again} />
          <MailCard mail={query.data.mail} />
          <DeliverabilityCard takesReplies={query.data.takesReplies ?? true} />
          <SuppressionsCard account={account} />
          <AbuseCard abuse={query.data.abuse} />
          <AuditCard account={account} />
        </div>
      )}
    </>
  );
}

function Unreadable({ again }: { again: () => void }) {
  const { t } = useLingui();
  const action = (
    <Button size="sm" onClick={again}>
      <Trans>Try again</Trans>
    </Button>
  );
  return (
    <Notice tone="danger" title={t`The numbers could not be loaded`} action={action} live>
      <Trans>Nothing is lost. It may be the connection.</Trans>
    </Notice>
  );
}

function FirstPasskey() {
  const { t } = useLingui();
  return (
    <div className="operator-cards">
      <PageHead
        title={t`First add a passkey`}
        lead={t`This page opens with a passkey alone: a password or a mailbox that somebody else gets hold of must not be enough.`}
      />
      <div>
        <LinkButton href="/account" look="primary" icon="key">
          <Trans>Add one in your account</Trans>
        </LinkButton>
      </div>
    </div>
  );
}

/** A sign-in by passkey changes `freshUntil`, by which the page is read again. */
function UsePasskey() {
  const { t } = useLingui();
  return (
    <>
      <PageHead title={t`Instance`} />
      <Card className="operator-gate" aria-labelledby="operator-gate">
        <h2 id="operator-gate">
          <Trans>Use your passkey</Trans>
        </h2>
        <p>
          <Trans>This page opens for a while after you have used it.</Trans>
        </p>
        <PasskeySignIn onSignedIn={() => {}} />
      </Card>
    </>
  );
}
