import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useState } from "react";
import type { LinkedDoor } from "@turnout/contract/door-links";
import { OpenedDoorLink } from "../guests/door/opened-door-link.tsx";
import { Scanner } from "../guests/door/scan/scanner.tsx";
import { useLinkedDoor } from "../guests/door/scan/use-linked-door.ts";
import { useHandScanner } from "../guests/door/use-hand-scanner.ts";
import { useIsAway } from "../guests/door/use-is-away.ts";
import { later } from "../on-demand.ts";
import { LinkButton } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const ListedDoor = later(() => import("../guests/door/listed-door.tsx"), "ListedDoor");

/** Where somebody lets guests in by a door link: those who show their code, or, where hosts have given the link that, anybody on the guest list. */
export function DoorLinkPage() {
  return <OpenedDoorLink>{(link) => <Door {...link} />}</OpenedDoorLink>;
}

interface Props {
  token: string;
  door: LinkedDoor;
  ended: (unsent?: number) => void;
}

function Door({ token, door: { title, gate, listOf }, ended }: Props) {
  const { t } = useLingui();
  const board = (
    <LinkButton icon="chart" href={`/door/board#${token}`}>
      <Trans>Board</Trans>
    </LinkButton>
  );
  return (
    <Page title={t`Door · ${title}`} {...(listOf === null && { width: "narrow" })}>
      <PageHead title={gate} lead={<span dir="auto">{title}</span>} actions={board} />
      {listOf === null ? (
        <ScansAlone token={token} ended={ended} />
      ) : (
        <Suspense fallback={<Skeleton height="12rem" />}>
          <ListedDoor token={token} eventId={listOf} gate={gate} ended={ended} />
        </Suspense>
      )}
    </Page>
  );
}

/** It has no list that it could go on with. */
function ScansAlone({ token, ended }: Pick<Props, "token" | "ended">) {
  const { t } = useLingui();
  const isAway = useIsAway();
  const { check, arrive } = useLinkedDoor(token, ended);
  const [typed, setTyped] = useState<{ text: string } | null>(null);
  useHandScanner((text) => setTyped({ text }));
  return (
    <>
      {isAway && (
        <Notice tone="danger" live title={t`No connection`}>
          <Trans>Codes cannot be checked until it is back: this link has no guest list. Send guests to another door.</Trans>
        </Notice>
      )}
      <Scanner check={check} arrive={arrive} typed={typed} />
    </>
  );
}
