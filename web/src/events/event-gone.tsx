import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { MessagePage } from "../ui/message-page.tsx";

/**
 * For an event that cannot be shown. A private event and an absent one look the same, so the way to get access is offered for both. What is
 * no event's id comes from a link that was cut off.
 */
export function EventGone({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  if (!/^[\da-f-]{36}$/i.test(eventId)) return <LinkGone />;
  const actions = (
    <>
      <LinkButton look="primary" icon="mail" href={`/e/${eventId}/recover`}>{t`Email me my link`}</LinkButton>
      <LinkButton href="/events">{t`My events`}</LinkButton>
    </>
  );
  return (
    <MessagePage title={t`You don't have access with this link`} art="night" actions={actions}>
      <Trans>
        If you were invited, open the link in your invitation again. Lost it? We can email it to you. Hosting? Sign in to see your events.
      </Trans>
    </MessagePage>
  );
}

/** For a share link that was renewed or cut off. */
export function LinkGone() {
  const { t } = useLingui();
  return (
    <MessagePage title={t`This link no longer works`} art="paper" actions={<LinkButton href="/events">{t`My events`}</LinkButton>}>
      <Trans>The hosts may have replaced it. Ask the person who sent it to you, and check that you copied the whole link.</Trans>
    </MessagePage>
  );
}
