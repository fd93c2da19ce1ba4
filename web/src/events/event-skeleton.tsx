import { Trans, useLingui } from "@lingui/react/macro";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** The event page's shape while it is on its way; when nobody can be asked, it says so and goes on trying. */
export function EventSkeleton({ offline }: { offline: boolean }) {
  const { t } = useLingui();
  return (
    <div className="event-frame">
      <Page title="Turnout" width="full">
        <div className="event-layout">
          <div className="event-main">
            {offline && (
              <Notice tone="warning" title={t`The server can't be reached`} live>
                <p>
                  <Trans>The page appears by itself as soon as the connection is back.</Trans>
                </p>
              </Notice>
            )}
            <div role="status" aria-label={t`Loading the event`} className="event-skeleton">
              <Skeleton height="clamp(11rem, 30vw, 20rem)" />
              <Skeleton height="3rem" width="75%" />
              <Skeleton width="40%" />
              <Skeleton height="5rem" />
              <Skeleton height="5rem" />
            </div>
          </div>
        </div>
      </Page>
    </div>
  );
}
