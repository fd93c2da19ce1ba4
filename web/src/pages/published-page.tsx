import { Trans, useLingui } from "@lingui/react/macro";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Redirect } from "wouter";
import { QrCode } from "../events/settings/qr-code.tsx";
import { ShareLink } from "../events/settings/share-link.tsx";
import { useShareLink } from "../events/settings/use-share-link.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LinkButton } from "../ui/button.tsx";
import { Cover, useCoverTheme } from "../ui/cover.tsx";
import { Page } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import "../events/settings/published.css";
import "../events/settings/settings.css";

const client = new QueryClient();

/** The page after publishing: the link to share, and the next steps. */
export function PublishedPage({ params: { eventId } }: { params: { eventId: string } }) {
  return (
    <QueryClientProvider client={client}>
      <OpenEvent eventId={eventId}>
        <Ready eventId={eventId} />
      </OpenEvent>
    </QueryClientProvider>
  );
}

function Ready({ eventId }: { eventId: string }) {
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  if (gone || (snapshot && (snapshot.viewer.class !== "host" || snapshot.details.status !== "published")))
    return <Redirect to={`/e/${eventId}`} replace />;
  return snapshot ? <Published /> : <PageSkeleton />;
}

function Published() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const { theme, imageId } = details.cover;
  useCoverTheme(theme);
  return (
    <Page title={t`Published · ${details.title}`} width="text">
      <div className="published">
        <div className="published-cover">
          <Cover theme={theme} seed={eventId} imageUrl={imageId && `/images/${imageId}`} />
        </div>
        <h1>
          <Trans>You're live!</Trans>
        </h1>
        <p className="published-title" dir="auto">
          {details.title}
        </p>
        <p className="muted">
          <Trans>Time to invite people. You'll see answers live on the event page and in the guest list.</Trans>
        </p>
        <div className="published-actions">
          <LinkButton look="primary" size="lg" icon="user-plus" href={`/e/${eventId}/invite`}>{t`Invite people`}</LinkButton>
          <LinkButton size="lg" icon="eye" href={`/e/${eventId}`}>{t`See the event`}</LinkButton>
        </div>
        {details.visibility === "invited" ? (
          <p className="muted">
            <Trans>Only people you invite can see it, each with their own link.</Trans>
          </p>
        ) : (
          <HandOn eventId={eventId} title={details.title} />
        )}
      </div>
    </Page>
  );
}

function HandOn({ eventId, title }: { eventId: string; title: string }) {
  const { t } = useLingui();
  const url = useShareLink(eventId);
  if (!url) return null;
  return (
    <section className="published-share" aria-label={t`Share link`}>
      <QrCode text={url} label={t`QR code of the share link`} />
      <div>
        <h2>{t`Or share the link`}</h2>
        <p className="muted">
          <Trans>Anyone with this link can see the event and answer. Good for a group chat or a poster.</Trans>
        </p>
        <ShareLink url={url} title={title} />
      </div>
    </section>
  );
}
