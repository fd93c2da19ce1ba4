import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { LinkedDoor } from "@turnout/contract/door-links";
import { api, ApiError, read } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/skeleton.tsx";

type Found = LinkedDoor | { ended: number } | "offline" | null;

interface OpenedDoorLink {
  token: string;
  door: LinkedDoor;
  /** The link is over: that is shown instead. `unsent`: so many arrivals have not reached the server. */
  ended: (unsent?: number) => void;
}

/** A page by the door link whose token stands behind `#` in its address. */
export function OpenedDoorLink({ children }: { children: (link: OpenedDoorLink) => ReactNode }) {
  const [token] = useState(() => location.hash.slice(1));
  const { found, again, ended } = useLink(token);
  if (!found) return <PageSkeleton />;
  if (found === "offline") return <NotReached again={again} />;
  return "ended" in found ? <Ended unsent={found.ended} /> : children({ token, door: found, ended });
}

function NotReached({ again }: { again: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`Door`} width="narrow">
      <EmptyState heading="h1" icon="wifi-off" title={t`No connection`} action={<Button onClick={again}>{t`Try again`}</Button>}>
        <Trans>Opening a door by a link needs a connection.</Trans>
      </EmptyState>
    </Page>
  );
}

function Ended({ unsent }: { unsent: number }) {
  const { t } = useLingui();
  return (
    <Page title={t`Door`} width="narrow">
      <EmptyState heading="h1" icon="link" title={t`This link no longer works`}>
        <Trans>A host has ended it, or the event is over. Ask them for a new one.</Trans>
      </EmptyState>
      {unsent > 0 && (
        <Notice
          tone="danger"
          title={plural(unsent, { one: "# arrival has not reached the server", other: "# arrivals have not reached the server" })}
        >
          <Trans>Nothing is lost: it is sent as soon as a new link of this event, with the guest list, is opened on this device.</Trans>
        </Notice>
      )}
    </Page>
  );
}

function useLink(token: string): { found: Found; again: () => void; ended: () => void } {
  const [found, setFound] = useState<Found>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    read(api.POST("/api/door/link", { body: { token } })).then(
      (door) => isCurrent && setFound(door),
      (error: unknown) => isCurrent && setFound(error instanceof ApiError && error.problem.status < 429 ? { ended: 0 } : "offline"),
    );
    return () => void (isCurrent = false);
  }, [token, tries]);
  return { found, again: () => setTries(tries + 1), ended: useCallback((unsent = 0) => setFound({ ended: unsent }), []) };
}
