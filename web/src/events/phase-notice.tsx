import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense } from "react";
import { useEventSnapshot } from "../live/use-event.ts";
import { Notice } from "../ui/notice.tsx";
import { phaseOf } from "@turnout/contract/event-phase";
import { onDemand } from "../on-demand.ts";
import { useNow } from "./use-now.ts";

// Only for hosts, so in a chunk of its own.
const DraftNotice = onDemand(() => import("./draft-notice.tsx"), "DraftNotice");
const ClosedMore = onDemand(
  () => import("./closed-more.tsx"),
  "ClosedMore",
  () => null,
);

const IsOver = () => <Trans>This event is over</Trans>;
const OverTitle = onDemand(() => import("./over-title.tsx"), "OverTitle", IsOver);

/** The notice on top: the event is cancelled, over, closed for answers, or a draft. */
export function PhaseNotice() {
  const { t } = useLingui();
  const { details, me } = useEventSnapshot();
  switch (phaseOf(details, useNow())) {
    case "draft":
      return (
        <Suspense fallback={null}>
          <DraftNotice />
        </Suspense>
      );
    case "cancelled":
      return (
        <Notice tone="danger" title={t`This event has been cancelled`} live>
          {details.cancelNote && (
            <blockquote className="cancel-note" dir="auto">
              {details.cancelNote}
            </blockquote>
          )}
        </Notice>
      );
    case "over":
      return (
        <Notice title={<Suspense fallback={<IsOver />}>{me ? <OverTitle /> : <IsOver />}</Suspense>}>
          <p>
            <Trans>The page and the conversation stay up.</Trans>
          </p>
        </Notice>
      );
    case "closed":
      return (
        <Notice tone="warning" title={t`The deadline to answer has passed`}>
          <Suspense fallback={null}>
            <ClosedMore />
          </Suspense>
        </Notice>
      );
    case "open":
      return null;
  }
}
