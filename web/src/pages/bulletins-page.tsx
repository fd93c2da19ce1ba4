import { Trans, useLingui } from "@lingui/react/macro";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Link } from "wouter";
import { BulletinForm } from "../invitations/bulletins/bulletin-form.tsx";
import { BulletinHistory } from "../invitations/bulletins/bulletin-history.tsx";
import { NudgeCard } from "../invitations/bulletins/nudge-card.tsx";
import { useBulletins } from "../invitations/bulletins/use-bulletins.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { useCoverTheme } from "../ui/cover.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import "../invitations/bulletins/bulletins.css";

const client = new QueryClient();

/** What hosts write to guests by email. */
export function BulletinsPage({ params }: { params: { eventId: string } }) {
  return (
    <QueryClientProvider client={client}>
      <OpenEvent eventId={params.eventId}>
        <Ready eventId={params.eventId} />
      </OpenEvent>
    </QueryClientProvider>
  );
}

function Ready({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  if (gone || (snapshot && snapshot.viewer.class !== "host")) {
    const signIn = <LinkButton look="primary" href={`/sign-in?next=/e/${eventId}/emails`}>{t`Sign in`}</LinkButton>;
    return (
      <Page title={t`Email guests`}>
        <EmptyState heading="h1" icon="lock" title={t`Only hosts can email guests`} action={signIn}>
          <Trans>Sign in with the account that hosts this event.</Trans>
        </EmptyState>
      </Page>
    );
  }
  return snapshot ? <Emails /> : <PageSkeleton />;
}

function Emails() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  const bulletins = useBulletins(eventId);
  useCoverTheme(details.cover.theme);
  const title = details.title || t`Without a title yet`;
  return (
    <Page title={t`Email guests · ${title}`} width="wide" bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Email guests`} lead={<Link href={`/e/${eventId}`}>{title}</Link>} />
      {details.status !== "published" ? (
        <Notice title={details.status === "draft" ? t`Publish the event first` : t`The event is cancelled`}>
          <Trans>You can email the guests of a published event.</Trans>
        </Notice>
      ) : (
        <div className="bulletins-grid">
          <BulletinForm people={bulletins.data?.people ?? null} leftToday={bulletins.data?.leftToday ?? null} />
          <div>
            {bulletins.data && <NudgeCard nudge={bulletins.data.nudge} />}
            <BulletinHistory bulletins={bulletins.data?.bulletins ?? []} />
          </div>
        </div>
      )}
    </Page>
  );
}
