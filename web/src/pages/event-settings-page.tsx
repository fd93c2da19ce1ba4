import { Trans, useLingui } from "@lingui/react/macro";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { ChatSection } from "../events/settings/chat-section.tsx";
import { EndSection } from "../events/settings/end-section.tsx";
import { HostsSection } from "../events/settings/hosts-section.tsx";
import { ShareSection } from "../events/settings/share-section.tsx";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { useHostHeldWords } from "../notifications/held-note.tsx";
import { LiveBadge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { useCoverTheme } from "../ui/cover.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import "../events/settings/settings.css";

const RemindersSection = lazy(async () => ({ default: (await import("../events/settings/reminders-section.tsx")).RemindersSection }));

const client = new QueryClient();

export function EventSettingsPage({ params }: { params: { eventId: string } }) {
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
    const signIn = <LinkButton look="primary" href={`/sign-in?next=/e/${eventId}/settings`}>{t`Sign in`}</LinkButton>;
    return (
      <Page title={t`Settings`}>
        <EmptyState heading="h1" icon="lock" title={t`Only hosts can see the settings`} action={signIn}>
          <Trans>Sign in with the account that hosts this event.</Trans>
        </EmptyState>
      </Page>
    );
  }
  return snapshot ? <Settings /> : <PageSkeleton />;
}

function Settings() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  useCoverTheme(details.cover.theme);
  const title = details.title || t`Without a title yet`;
  const edit = details.status !== "cancelled" && (
    <LinkButton icon="pencil" href={`/e/${eventId}/edit`}>
      <Trans>Edit the event</Trans>
    </LinkButton>
  );
  return (
    <Page title={t`Settings · ${title}`} width="wide" bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Settings`} lead={<Link href={`/e/${eventId}`}>{title}</Link>} actions={edit} />
      <div className="settings-grid">
        <div>
          <ShareSection />
          <HostsSection heldWords={useHostHeldWords()} />
          <Suspense fallback={<Card className="reminders-card" aria-hidden="true" />}>
            <RemindersSection />
          </Suspense>
        </div>
        <div>
          <ChatSection />
          <EndSection />
        </div>
      </div>
    </Page>
  );
}
