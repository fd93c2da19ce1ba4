import { Trans, useLingui } from "@lingui/react/macro";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page } from "../ui/page.tsx";

/** For a valid link in a browser without cookies. */
export function CookiesNeeded() {
  const { t } = useLingui();
  return (
    <Page title={t`Cookies are blocked`} width="narrow">
      <EmptyState heading="h1" icon="lock" title={t`This browser blocks cookies`}>
        <Trans>
          Your link is fine, but without a cookie nobody can tell that it is you who answers. Allow cookies for this site, or open the link
          in another browser.
        </Trans>
      </EmptyState>
    </Page>
  );
}
