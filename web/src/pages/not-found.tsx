import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import "../ui/message-page.css";

/** Also what a reader gets who may not know whether the thing exists. */
export function NotFoundPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Nothing here`} width="full">
      <div className="message-page">
        <h1>
          <Trans>Nobody turned up at this address</Trans>
        </h1>
        <p>
          <Trans>
            The link may be old or cut off, or it is meant for somebody else. Open the link in your invitation again, or ask the host for a
            new one.
          </Trans>
        </p>
        <LinkButton href="/" look="primary" size="lg">
          <Trans>Go to the front page</Trans>
        </LinkButton>
      </div>
    </Page>
  );
}
