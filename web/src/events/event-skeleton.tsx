import { Trans, useLingui } from "@lingui/react/macro";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** The event page's placeholder while it loads; when the server cannot be reached, it says so and retries. */
export function EventSkeleton({ offline }: { offline: boolean }) {
  const { t } = useLingui();
  return (
    <div className="event-frame">
      <Page title="Turnout" width="full">
        <div className="event-parts" aria-hidden="true">
          <Skeleton height="var(--touch)" />
        </div>
        <div className="event-layout" data-part="event">
          <div className="event-main">
            {offline && (
              <Notice tone="warning" title={t`The server can't be reached`} live>
                <p>
                  <Trans>The page will appear as soon as the connection is back.</Trans>
                </p>
              </Notice>
            )}
            <div role="status" aria-label={t`Loading the event`} className="event-skeleton">
              <div className="event-cover">
                <Skeleton height="100%" />
              </div>
              <Skeleton height="3.5rem" width="75%" />
              <Skeleton height="2rem" width="40%" />
              <Skeleton height="5.5rem" />
              <Skeleton height="5.5rem" />
            </div>
          </div>
          <div className="event-chat" aria-hidden="true">
            <div className="chat" />
          </div>
        </div>
      </Page>
    </div>
  );
}
