import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { BulletinForm } from "../invitations/bulletins/bulletin-form.tsx";
import { BulletinHistory } from "../invitations/bulletins/bulletin-history.tsx";
import { NudgeCard } from "../invitations/bulletins/nudge-card.tsx";
import { useBulletins } from "../invitations/bulletins/use-bulletins.ts";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { useCoverTheme } from "../ui/cover.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import "../invitations/bulletins/bulletins.css";

/** What hosts write to guests by email. */
export function BulletinsPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="emails" title={t`Email guests`} refusal={t`Only hosts can email guests`}>
        <Emails />
      </HostsPage>
    </Queries>
  );
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
