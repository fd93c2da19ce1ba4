import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { MessagePage } from "../ui/message-page.tsx";

/** Also for a reader who may not know whether the page exists. */
export function NotFoundPage() {
  const { t } = useLingui();
  const actions = (
    <LinkButton href="/" look="primary">
      <Trans>Go to the front page</Trans>
    </LinkButton>
  );
  return (
    <MessagePage title={t`Page not found`} art="waves" actions={actions}>
      <Trans>The link may be old or incomplete. Open the link in your invitation again, or ask the host for a new one.</Trans>
    </MessagePage>
  );
}
