import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventView } from "../live/use-event.ts";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

interface Props {
  eventId: string;
  /** The last part of the page's address, to come back to. */
  name: "board" | "door" | "emails" | "guests" | "insight" | "invite" | "questions" | "settings";
  title: string;
  /** What others are told. */
  refusal: string;
  children: ReactNode;
}

/** A page of an event that is for its hosts. Others are told so, with a way to sign in and come back. */
export function HostsPage(props: Props) {
  return (
    <OpenEvent eventId={props.eventId}>
      <ForHosts {...props} />
    </OpenEvent>
  );
}

function ForHosts({ eventId, name, title, refusal, children }: Props) {
  const { t } = useLingui();
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  if (!gone && snapshot?.viewer.class === "host") return children;
  if (!gone && !snapshot) return <PageSkeleton />;
  const signIn = <LinkButton look="primary" href={`/sign-in?next=/e/${eventId}/${name}`}>{t`Sign in`}</LinkButton>;
  return (
    <Page title={title}>
      <EmptyState heading="h1" icon="lock" title={refusal} action={signIn}>
        <Trans>Sign in with the account that hosts this event.</Trans>
      </EmptyState>
    </Page>
  );
}
