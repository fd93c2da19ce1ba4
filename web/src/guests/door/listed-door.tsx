import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useCallback, useDeferredValue, useMemo, useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DoorRows } from "./door-rows.tsx";
import { DoorSearch, searchOf } from "./door-search.tsx";
import { HeadCount } from "./head-count.tsx";
import { letOnlyMatchIn } from "./let-only-match-in.ts";
import { linkedDoor } from "./linked-door.ts";
import { OfflineNotice } from "./offline-notice.tsx";
import { FOUND_SHOWN } from "./search-roster.ts";
import { useArrivals } from "./use-arrivals.ts";
import { isOdd, useDoorConnection } from "./use-door-connection.ts";
import { ListScanner, useListScanner } from "./use-list-scanner.ts";
import type { ListedGuest, ReportedFact } from "./use-offline-door.ts";
import { useRecordArrival } from "./use-record-arrival.ts";
import "./door.css";

interface Props {
  token: string;
  eventId: string;
  gate: string;
  /** The link is over. `unsent`: so many arrivals have not reached the server. */
  ended: (unsent: number) => void;
}

/** The door of a link that has the guest list: it finds guests by name and by code, in the list on its device, and goes on without a network. */
export function ListedDoor({ token, eventId, gate, ended }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(searchOf(typed));
  const server = useMemo(() => linkedDoor(token, gate), [token, gate]);
  const [odd, setOdd] = useState<readonly ReportedFact[]>([]);
  const reported = useCallback((facts: ReportedFact[]) => setOdd((before) => [...before, ...facts.filter(isOdd)]), []);
  const { isOffline, offline, unanswered } = useDoorConnection(eventId, { server, reported, gone: ended });
  const { find, listOf, waiting, meet, count, keepsNothing, isUnread } = offline;
  const letIn = useArrivals({ server, isOffline, offline, unanswered });
  const arrive = useCallback<typeof letIn>(
    async (...press) => {
      const recorded = await letIn(...press);
      // Another door was there first, or the link has ended: the list says which.
      if (recorded.is === "refused") void meet();
      return recorded;
    },
    [letIn, meet],
  );
  const { record, pending } = useRecordArrival(arrive);
  const { isScanning, ...scanner } = useListScanner();
  const found = useMemo(() => find(search), [find, search]);

  async function enter() {
    if (search !== "" && (await letOnlyMatchIn(found, record))) setTyped("");
  }

  return (
    <>
      {listOf !== null && <HeadCount arrived={count.here} going={count.going} />}
      {(isOffline || waiting > 0) && <OfflineNotice isOffline={isOffline} listOf={listOf} waiting={waiting} />}
      {odd.length > 0 && <OddArrivals facts={odd} guestOf={offline.guestOf} />}
      {!isScanning && (
        <Button look="primary" icon="qr" onClick={scanner.open}>
          <Trans>Scan codes</Trans>
        </Button>
      )}
      <Suspense fallback={null}>
        {isScanning && (
          <ListScanner
            eventId={eventId}
            server={server}
            isOffline={isOffline}
            offline={offline}
            unanswered={unanswered}
            arrive={arrive}
            typed={scanner.typed}
            onClose={scanner.close}
          />
        )}
      </Suspense>
      {listOf === null ? (
        <NoList keepsNothing={keepsNothing} isUnread={isUnread} isOffline={isOffline} again={() => void meet()} />
      ) : (
        <>
          <DoorSearch label={t`Search by name`} typed={typed} type={setTyped} onEnter={() => void enter()} />
          <Found guests={found} pending={pending} again={() => void meet()} record={(...press) => void record(...press)} />
        </>
      )}
    </>
  );
}

function NoList({
  keepsNothing,
  isUnread,
  isOffline,
  again,
}: Record<"keepsNothing" | "isUnread" | "isOffline", boolean> & { again: () => void }) {
  const { t } = useLingui();
  if (keepsNothing)
    return (
      <Notice tone="warning" title={t`This browser cannot keep the guest list`}>
        <Trans>It scans codes as long as there is a connection. Names need a page with https, outside of a private window.</Trans>
      </Notice>
    );
  if (isOffline) return null;
  if (!isUnread) return <Skeleton height="12rem" />;
  return (
    <LoadFailed title={t`The list could not be loaded`} onRetry={again}>
      <Trans>Nothing is lost. It may be the connection.</Trans>
    </LoadFailed>
  );
}

interface FoundProps {
  guests: readonly ListedGuest[];
  pending: string | null;
  again: () => void;
  record: (guest: GuestCard, people: number, override?: boolean) => void;
}

function Found({ guests, pending, again, record }: FoundProps) {
  const { t } = useLingui();
  if (guests.length === 0)
    return (
      <EmptyState heading="h2" icon="search" title={t`Nobody matches`} action={<Button onClick={again}>{t`Read the list again`}</Button>}>
        <Trans>Try a part of the name. A host can add whoever is not on the list.</Trans>
      </EmptyState>
    );
  return (
    <>
      <DoorRows guests={guests} pending={pending} record={record} />
      {guests.length === FOUND_SHOWN && (
        <p className="muted">
          <Trans>The first {FOUND_SHOWN} guests are shown. Type a part of a name.</Trans>
        </p>
      )}
    </>
  );
}

/** Whom this device let in without a network, and who was in already, or is not on the list any more. A guest is named once. */
function OddArrivals({
  facts,
  guestOf,
}: {
  facts: readonly ReportedFact[];
  guestOf: (guestId: string) => { guest: GuestCard; isListed: boolean };
}) {
  const { t } = useLingui();
  const guests = [...new Map(facts.map((fact) => [fact.guestId, fact])).values()];
  const whatOf = ({ outcome }: ReportedFact, { arrived = 0, partySize }: GuestCard) => {
    if (outcome === "twice") return t`let in by another door as well: ${arrived} of ${partySize} here`;
    return outcome === "tooMany" ? t`not counted: too many arrivals of this guest` : t`is not on the list any more`;
  };
  return (
    <Notice tone="warning" live title={t`These arrivals need a look. Tell a host.`}>
      <ul className="door-findings">
        {guests.map((fact) => {
          const { guest } = guestOf(fact.guestId);
          return (
            <li key={guest.guestId}>
              <strong dir="auto">{fact.name || guest.name || t`Somebody`}</strong> <span>{whatOf(fact, guest)}</span>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
