import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback, useState } from "react";
import { showToast } from "../../ui/toast.ts";
import type { DoorServer } from "./door-server.ts";
import { useIsAway } from "./use-is-away.ts";
import { useOfflineDoor, type ReportedFact } from "./use-offline-door.ts";

interface Options {
  server: DoorServer;
  /** There is a live connection to the server, which is lost. */
  isLost?: boolean;
  /** What became of facts that the server has just got. */
  reported?(facts: ReportedFact[]): void;
  /** The list is none of this browser's business any more. */
  gone?(unsent: number): void;
}

/** Whether a fact needs somebody's look. */
export const isOdd = ({ outcome }: ReportedFact): boolean => outcome !== "in" && outcome !== "takenBack";

/** Whether a door has a connection, and what it does without one. */
export function useDoorConnection(eventId: string, { server, isLost = false, reported, gone }: Options) {
  const { t } = useLingui();
  const [hasNoAnswer, setNoAnswer] = useState(false);
  const isAway = useIsAway();
  const isOffline = isAway || hasNoAnswer || isLost;
  const report = useCallback(
    (facts: ReportedFact[]) => {
      reported?.(facts);
      const odd = facts.filter(isOdd).length;
      if (odd > 0)
        showToast(t`The other doors know now. ${plural(odd, { one: "# arrival needs", other: "# arrivals need" })} a look.`, {
          tone: "danger",
        });
      else showToast(t`The other doors know now who came in here.`, { tone: "success" });
    },
    [t, reported],
  );
  const answered = useCallback(() => setNoAnswer(false), []);
  const offline = useOfflineDoor(eventId, { server, isOnline: !isOffline, reported: report, answered, ...(gone && { gone }) });
  return { isOffline, offline, unanswered: useCallback(() => setNoAnswer(true), []) };
}
