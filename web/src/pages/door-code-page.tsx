import { Trans, useLingui } from "@lingui/react/macro";
import { Redirect } from "wouter";
import { DoorPass } from "../guests/door-code/door-pass.tsx";
import { useOwnCode } from "../guests/door-code/use-own-code.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LinkButton } from "../ui/button.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
import { Page } from "../ui/page.tsx";
import { PageSkeleton, Skeleton } from "../ui/skeleton.tsx";

/** Where a guest who is going has their code for the door. */
export function DoorCodePage({ params: { eventId } }: { params: { eventId: string } }) {
  return (
    <OpenEvent eventId={eventId}>
      <Ready eventId={eventId} />
    </OpenEvent>
  );
}

function Ready({ eventId }: { eventId: string }) {
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  if (gone || (snapshot && snapshot.me?.standing !== "going")) return <Redirect to={`/e/${eventId}`} replace />;
  return snapshot ? <Code /> : <PageSkeleton />;
}

function Code() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const { pass, walletPass, failed, retry } = useOwnCode();
  return (
    <Page title={t`Your code for the door · ${details.title}`} width="narrow">
      {pass ? (
        <DoorPass pass={pass} />
      ) : failed ? (
        <LoadFailed title={t`The code could not be loaded`} onRetry={retry}>
          <Trans>It may be the connection. At the door, your name is enough.</Trans>
        </LoadFailed>
      ) : (
        <Skeleton height="24rem" />
      )}
      {walletPass && (
        <LinkButton href={`/api/events/${eventId}/wallet-pass`} icon="plus" wide>
          <Trans>Add to Apple Wallet</Trans>
        </LinkButton>
      )}
      <LinkButton href={`/e/${eventId}`} icon="arrow-left" wide>
        <Trans>Back to the event</Trans>
      </LinkButton>
    </Page>
  );
}
