import { Trans, useLingui } from "@lingui/react/macro";
import { HostsPage } from "../events/hosts-page.tsx";
import { Board } from "../guests/board/board.tsx";
import { useHostBoard } from "../guests/board/use-host-board.ts";
import { useLinkedBoard } from "../guests/board/use-linked-board.ts";
import { OpenedDoorLink } from "../guests/door/opened-door-link.tsx";
import { useEventSnapshot } from "../live/use-event.ts";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Who has come, as it changes, for a screen at the entrance; for hosts. */
export function BoardPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <HostsPage eventId={eventId} name="board" title={t`Board`} refusal={t`Only hosts can see these numbers`}>
      <HostBoard />
    </HostsPage>
  );
}

/** The board of the event that is followed. */
export function HostBoard() {
  const { t } = useLingui();
  const { eventId, details, tally } = useEventSnapshot();
  const { board, asOf } = useHostBoard(eventId);
  const lead = (
    <a href={`/e/${eventId}/door`}>
      <Trans>Door</Trans>
    </a>
  );
  return (
    <Page title={t`Board · ${details.title}`} width="wide">
      {board && <Board title={details.title} lead={lead} tally={tally} numbers={board} asOf={asOf} />}
      {!board && asOf === null && <Skeleton height="20rem" />}
      {!board && asOf !== null && (
        <Notice tone="danger" title={t`The numbers could not be loaded`}>
          <Trans>Nothing is lost. It may be the connection.</Trans>
        </Notice>
      )}
    </Page>
  );
}

/** The board by a door link: numbers, and the event's title. */
export function BoardLinkPage() {
  return <OpenedDoorLink>{({ token, door, ended }) => <LinkedBoard token={token} title={door.title} ended={ended} />}</OpenedDoorLink>;
}

function LinkedBoard({ token, title, ended }: { token: string; title: string; ended: () => void }) {
  const { t } = useLingui();
  const { board, asOf } = useLinkedBoard(token, ended);
  const lead = (
    <a href={`/door#${token}`}>
      <Trans>Scan codes</Trans>
    </a>
  );
  return (
    <Page title={t`Board · ${title}`} width="wide">
      {board ? <Board title={title} lead={lead} tally={board.tally} numbers={board} asOf={asOf} /> : <Skeleton height="20rem" />}
    </Page>
  );
}
