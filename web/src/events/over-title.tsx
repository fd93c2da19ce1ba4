import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { api, read } from "../api/client.ts";
import { useEventSnapshot } from "../live/use-event.ts";

/** Thanks a guest who came, once the server says that they did: the snapshot does not know. */
export function OverTitle() {
  const { t } = useLingui();
  const { eventId, me } = useEventSnapshot();
  const [came, setCame] = useState(false);
  const standing = me?.standing;
  useEffect(() => {
    let isCurrent = true;
    read(api.GET("/api/events/{eventId}/own-arrival", { params: { path: { eventId } } })).then(
      (found) => isCurrent && setCame(found.came),
      () => undefined, // That it is over is true for everybody.
    );
    return () => void (isCurrent = false);
  }, [eventId, standing]);
  return came ? t`Thanks for coming!` : t`This event is over`;
}
