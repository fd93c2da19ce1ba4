import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { MessagePage } from "../ui/message-page.tsx";

/** For a share link that was renewed or cut off. */
export function LinkGone() {
  const { t } = useLingui();
  return (
    <MessagePage title={t`This link no longer works`} art="paper" actions={<LinkButton href="/events">{t`My events`}</LinkButton>}>
      <Trans>The hosts may have replaced it. Ask the person who sent it to you, and check that you copied the whole link.</Trans>
    </MessagePage>
  );
}
