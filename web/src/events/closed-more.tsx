import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useEventSnapshot } from "../live/use-event.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

/** What the reader can still do once the deadline to answer has passed. */
export function ClosedMore() {
  return (
    <p>
      <Words />
    </p>
  );
}

function Words(): ReactNode {
  const { details, me, viewer } = useEventSnapshot();
  const at = details.answersCloseAt!;
  if (viewer.class === "host")
    return (
      <Trans>
        It was <RelativeTime at={at} />. Guests can only say that they can't make it.
      </Trans>
    );
  if (me === null || me.standing === "declined")
    return (
      <Trans>
        It was <RelativeTime at={at} />. If you want to come, please contact the host.
      </Trans>
    );
  return (
    <Trans>
      It was <RelativeTime at={at} />. You can still say that you can't make it; for anything else, please contact the host.
    </Trans>
  );
}
