import { Redirect } from "wouter";
import { useLingui } from "@lingui/react/macro";
import { EntryPage } from "../accounts/entry-page.tsx";
import { KeepForm } from "../accounts/keep-form.tsx";
import { useSession } from "../accounts/session.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { PageSkeleton } from "../ui/skeleton.tsx";

/** Where a guest adds an event to an account, to find it on every device. */
export function KeepInvitationPage({ params: { eventId } }: { params: { eventId: string } }) {
  return (
    <OpenEvent eventId={eventId}>
      <Ready eventId={eventId} />
    </OpenEvent>
  );
}

function Ready({ eventId }: { eventId: string }) {
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  const { state, account } = useSession();
  if (gone || account || (snapshot && (!snapshot.me || snapshot.me.claimed))) return <Redirect to={`/e/${eventId}`} replace />;
  return snapshot && state !== "loading" ? <Keep /> : <PageSkeleton />;
}

function Keep() {
  const { t } = useLingui();
  const { eventId, details, me } = useEventSnapshot();
  return (
    <EntryPage title={t`Save your invitation to an account`} theme={details.cover.theme}>
      <KeepForm eventId={eventId} title={details.title} name={me?.name ?? ""} email={me?.email ?? ""} />
    </EntryPage>
  );
}
