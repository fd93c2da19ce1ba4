import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useDeferredValue, useMemo, useState } from "react";
import { MAX_GATE } from "@turnout/contract/arrivals";
import type { GuestCard } from "@turnout/contract/guests";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { DoorFindings } from "../guests/door/door-findings.tsx";
import { DoorRows } from "../guests/door/door-rows.tsx";
import { DoorSearch, searchOf } from "../guests/door/door-search.tsx";
import { hostsDoor } from "../guests/door/door-server.ts";
import { GateCounts } from "../guests/door/gate-counts.tsx";
import { HeadCount } from "../guests/door/head-count.tsx";
import { letOnlyMatchIn } from "../guests/door/let-only-match-in.ts";
import { OfflineNotice } from "../guests/door/offline-notice.tsx";
import { useArrivals } from "../guests/door/use-arrivals.ts";
import { useDoorConnection } from "../guests/door/use-door-connection.ts";
import { useGate } from "../guests/door/use-gate.ts";
import { ListScanner, useListScanner } from "../guests/door/use-list-scanner.ts";
import { useRecordArrival } from "../guests/door/use-record-arrival.ts";
import { AddGuestDialog } from "../guests/list/add-guest-dialog.tsx";
import { useGuestList } from "../guests/list/use-guest-list.ts";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { later } from "../on-demand.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import "../events/tool-strip.css";
import "../guests/door/door.css";

const DoorLinksDialog = later(() => import("../guests/door/door-links-dialog.tsx"), "DoorLinksDialog");

export function DoorPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="door" title={t`Door`} refusal={t`Only hosts can see the guest list`}>
        <Door />
      </HostsPage>
    </Queries>
  );
}

function Door() {
  const { t } = useLingui();
  const { eventId, details, tally } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(searchOf(typed));
  const filter = useMemo(() => ({ search, standing: null, order: "name" as const }), [search]);
  const list = useGuestList(eventId, filter);
  const [gate, setGate] = useGate(eventId);
  const server = useMemo(() => hostsDoor(eventId, gate), [eventId, gate]);
  const { isOffline, offline, unanswered } = useDoorConnection(eventId, { server, isLost: state === "offline" });
  const arrive = useArrivals({ server, isOffline, offline, unanswered });
  const { record, pending } = useRecordArrival(arrive);
  const { isScanning, ...scanner } = useListScanner();
  const hasList = isOffline && offline.listOf !== null;
  const { find } = offline;
  const found = useMemo(() => (hasList ? find(search) : list.guests), [hasList, find, search, list.guests]);
  /** What the dialog that adds somebody begins with. */
  const [adding, setAdding] = useState<string | null>(null);
  const [isSharing, setSharing] = useState(false);
  const isOpen = details.status === "published";

  async function enter() {
    const isFinding = !hasList && list.query.isFetching;
    if (search !== "" && !isFinding && (await letOnlyMatchIn(found, record))) setTyped("");
  }

  const actions = (
    <>
      {isOpen && !isScanning && (
        <Button look="primary" icon="qr" onClick={scanner.open}>
          <Trans>Scan codes</Trans>
        </Button>
      )}
      <div className="tool-strip">
        <Button icon="user-plus" onClick={() => setAdding("")}>
          <Trans>Add a guest</Trans>
        </Button>
        <LinkButton icon="chart" href={`/e/${eventId}/board`}>
          <Trans>Board</Trans>
        </LinkButton>
        <Button icon="link" aria-haspopup="dialog" onClick={() => setSharing(true)}>
          <Trans>Let others scan</Trans>
        </Button>
      </div>
    </>
  );
  return (
    <Page title={t`Door · ${details.title}`} bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Door`} lead={<a href={`/e/${eventId}`}>{details.title}</a>} actions={actions} />
      <HeadCount arrived={(tally.arrived ?? 0) + offline.more} going={tally.going} />
      <GateCounts eventId={eventId} />
      <details className="door-gate">
        <summary>{gate === "" ? t`Name this gate` : t`Gate: ${gate}`}</summary>
        <Field label={t`Name of this gate`} hint={t`Shown with everybody who is let in here.`}>
          <TextInput maxLength={MAX_GATE} autoComplete="off" value={gate} onChange={(event) => setGate(event.currentTarget.value)} />
        </Field>
      </details>
      {(isOffline || offline.waiting > 0) && <OfflineNotice isOffline={isOffline} listOf={offline.listOf} waiting={offline.waiting} />}
      <DoorFindings eventId={eventId} />
      {!isOpen && <Notice tone="warning" title={t`Nobody can be let in: the event is a draft, or cancelled.`} />}
      <Suspense fallback={null}>
        {isScanning && isOpen && (
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
      <DoorSearch label={t`Search by name or email`} typed={typed} type={setTyped} onEnter={() => void enter()} />
      <Parties
        list={list}
        found={hasList ? found : null}
        search={search}
        pending={pending}
        onAdd={() => setAdding(search)}
        record={(guest, people, override) => void record(guest, people, override)}
      />
      <Suspense fallback={null}>
        {isSharing && <DoorLinksDialog eventId={eventId} title={details.title} onClose={() => setSharing(false)} />}
      </Suspense>
      {adding !== null && (
        <AddGuestDialog
          eventId={eventId}
          typed={adding}
          isFull={details.capacity !== null && tally.going >= details.capacity}
          onClose={() => (setAdding(null), list.showArrived())}
        />
      )}
    </Page>
  );
}

interface PartiesProps {
  list: ReturnType<typeof useGuestList>;
  /** Of the list on this device, while there is no connection. */
  found: GuestCard[] | null;
  search: string;
  pending: string | null;
  /** Adds whoever is looked for. */
  onAdd: () => void;
  record: (guest: GuestCard, people: number, override?: boolean) => void;
}

function Parties({ list: { guests: listed, query, arrived, showArrived }, found, search, pending, onAdd, record }: PartiesProps) {
  const { t } = useLingui();
  const guests = found ?? listed;
  if (!found && query.isPending) return <Skeleton height="12rem" />;
  if (!found && query.isError) {
    return (
      <LoadFailed title={t`The list could not be loaded`} onRetry={() => void query.refetch()}>
        <Trans>Nothing is lost. It may be the connection.</Trans>
      </LoadFailed>
    );
  }
  if (guests.length === 0) {
    return (
      <EmptyState
        heading="h2"
        icon="search"
        title={search === "" ? t`Nobody is on the list yet` : t`Nobody matches`}
        action={search !== "" && <Button icon="user-plus" onClick={onAdd}>{t`Add ${search}`}</Button>}
      >
        <Trans>Try a part of the name. Whoever is not on the list can be added.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      {!found && arrived > 0 && (
        <Button look="quiet" size="sm" onClick={showArrived}>
          <Plural value={arrived} one="Show # new" other="Show # new" />
        </Button>
      )}
      <DoorRows guests={guests} pending={pending} record={record} />
      {!found && query.hasNextPage && (
        <Button wide pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}
