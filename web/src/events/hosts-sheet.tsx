import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { useCoverTheme } from "../ui/cover.tsx";
import { Page, PageHead } from "../ui/page.tsx";

/** A page for hosts as a host sees it (`HostsPage`): in the event's colours, with its title above and a way back to the event. */
export function HostsSheet({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  useCoverTheme(details.cover.theme);
  const event = details.title || t`Without a title yet`;
  return (
    <Page title={`${title} · ${event}`} width="wide" bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={title} lead={<Link href={`/e/${eventId}`}>{event}</Link>} actions={actions} />
      {children}
    </Page>
  );
}
