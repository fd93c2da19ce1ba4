import { Trans, useLingui } from "@lingui/react/macro";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "../../api/client.ts";
import { OpenEvent } from "../../live/open-event.tsx";
import { useEventView } from "../../live/use-event.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/skeleton.tsx";

/** A refusal is final; what did not reach the server is tried a few times. */
const retry = (failures: number, error: Error) => failures < 3 && !(error instanceof ApiError && error.problem.status < 500);
const client = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry } } });

/** A page that shows guests to hosts, and to nobody else. */
export function HostsPage({ eventId, title, children }: { eventId: string; title: string; children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <OpenEvent eventId={eventId}>
        <ForHosts title={title}>{children}</ForHosts>
      </OpenEvent>
    </QueryClientProvider>
  );
}

function ForHosts({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLingui();
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  if (!gone && snapshot?.viewer.class === "host") return children;
  if (!gone && !snapshot) return <PageSkeleton />;
  return (
    <Page title={title}>
      <EmptyState
        heading="h1"
        icon="lock"
        title={t`Only hosts can see the guest list`}
        action={<LinkButton href="/events">{t`My events`}</LinkButton>}
      >
        <Trans>Sign in with the account that hosts this event.</Trans>
      </EmptyState>
    </Page>
  );
}
