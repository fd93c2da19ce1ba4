import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
import type { LinkedDoor } from "@turnout/contract/door-links";
import { api, ApiError, read } from "../api/client.ts";
import { Scanner } from "../guests/door/scan/scanner.tsx";
import { useLinkedDoor } from "../guests/door/scan/use-linked-door.ts";
import { useHandScanner } from "../guests/door/use-hand-scanner.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

type Found = LinkedDoor | "ended" | "offline" | null;

/** Where somebody scans codes by a door link. It shows the event's title, and whoever shows their code. */
export function DoorLinkPage() {
  const [token] = useState(() => location.hash.slice(1));
  const { found, again, ended } = useLink(token);
  if (!found) return <PageSkeleton />;
  return typeof found === "string" ? <NoDoor why={found} again={again} /> : <Door token={token} door={found} ended={ended} />;
}

function Door({ token, door: { title, gate }, ended }: { token: string; door: LinkedDoor; ended: () => void }) {
  const { t } = useLingui();
  const { check, arrive } = useLinkedDoor(token, ended);
  const [typed, setTyped] = useState<{ text: string } | null>(null);
  useHandScanner((text) => setTyped({ text }));
  return (
    <Page title={t`Door · ${title}`} width="narrow">
      <PageHead title={gate} lead={<span dir="auto">{title}</span>} />
      <Scanner check={check} arrive={arrive} typed={typed} />
    </Page>
  );
}

function NoDoor({ why, again }: { why: "ended" | "offline"; again: () => void }) {
  const { t } = useLingui();
  if (why === "offline")
    return (
      <Page title={t`Door`} width="narrow">
        <EmptyState heading="h1" icon="wifi-off" title={t`No connection`} action={<Button onClick={again}>{t`Try again`}</Button>}>
          <Trans>Scanning by a link needs a connection.</Trans>
        </EmptyState>
      </Page>
    );
  return (
    <Page title={t`Door`} width="narrow">
      <EmptyState heading="h1" icon="link" title={t`This link no longer works`}>
        <Trans>A host has ended it, or the event is over. Ask them for a new one.</Trans>
      </EmptyState>
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
      (error: unknown) => isCurrent && setFound(error instanceof ApiError && error.problem.status < 429 ? "ended" : "offline"),
    );
    return () => void (isCurrent = false);
  }, [token, tries]);
  return { found, again: () => setTries(tries + 1), ended: useCallback(() => setFound("ended"), []) };
}
