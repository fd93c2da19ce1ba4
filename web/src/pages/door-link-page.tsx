import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { LinkedDoor } from "@turnout/contract/door-links";
import { OpenedDoorLink } from "../guests/door/opened-door-link.tsx";
import { Scanner } from "../guests/door/scan/scanner.tsx";
import { useLinkedDoor } from "../guests/door/scan/use-linked-door.ts";
import { useHandScanner } from "../guests/door/use-hand-scanner.ts";
import { LinkButton } from "../ui/button.tsx";
import { Page, PageHead } from "../ui/page.tsx";

/** Where somebody scans codes by a door link. It shows the event's title, its numbers, and whoever shows their code. */
export function DoorLinkPage() {
  return <OpenedDoorLink>{(link) => <Door {...link} />}</OpenedDoorLink>;
}

function Door({ token, door: { title, gate }, ended }: { token: string; door: LinkedDoor; ended: () => void }) {
  const { t } = useLingui();
  const { check, arrive } = useLinkedDoor(token, ended);
  const [typed, setTyped] = useState<{ text: string } | null>(null);
  useHandScanner((text) => setTyped({ text }));
  const board = (
    <LinkButton icon="chart" href={`/door/board#${token}`}>
      <Trans>Board</Trans>
    </LinkButton>
  );
  return (
    <Page title={t`Door · ${title}`} width="narrow">
      <PageHead title={gate} lead={<span dir="auto">{title}</span>} actions={board} />
      <Scanner check={check} arrive={arrive} typed={typed} />
    </Page>
  );
}
