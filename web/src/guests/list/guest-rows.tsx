import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { GuestTable } from "./guest-table.tsx";
import { peopleOf } from "./tally-filters.tsx";
import type { Selection } from "./use-selection.ts";
import type { useGuestList } from "./use-guest-list.ts";

interface Props {
  list: ReturnType<typeof useGuestList>;
  /** Whether neither a search nor a filter hides anybody. */
  isWhole: boolean;
  held: ReadonlySet<string>;
  failed: ReadonlySet<string>;
  onOpen: (guestId: string) => void;
  selection: Selection;
  /** Whether the list is the waitlist, in its order, and nobody of it is hidden. */
  inLine: boolean;
}

/** The guests that match search and filter, their number, and those added meanwhile. */
export function GuestRows({
  list: { guests, total, query, arrived, showArrived },
  isWhole,
  held,
  failed,
  onOpen,
  selection,
  inLine,
}: Props) {
  const { t } = useLingui();
  const { eventId, tally } = useEventSnapshot();
  const people = peopleOf(tally);
  return (
    <>
      <div className="guest-count">
        <p className="muted" role="status">
          {query.isPending ? (
            <Skeleton width="8rem" />
          ) : (
            <>
              <Plural value={total} one="# guest" other="# guests" />
              {isWhole && total < people && (
                <>
                  {" · "}
                  <Plural value={people} one="# person with plus-ones" other="# people with plus-ones" />
                </>
              )}
            </>
          )}
        </p>
        <span className="guest-downloads">
          <LinkButton href={`/api/events/${eventId}/guests.csv`} look="plain" size="sm" icon="download" download>
            <Trans>CSV</Trans>
          </LinkButton>
          <LinkButton href={`/api/events/${eventId}/guests.xlsx`} look="plain" size="sm" icon="download" download>
            <Trans>XLSX</Trans>
          </LinkButton>
        </span>
      </div>
      <div>
        {arrived > 0 && (
          <div className="guest-arrived">
            <Button look="primary" size="sm" onClick={showArrived}>
              <Plural value={arrived} one="Show # new" other="Show # new" />
            </Button>
          </div>
        )}
        {query.isError && (
          <LoadFailed title={t`The list could not be loaded`} onRetry={() => void query.refetch()}>
            <Trans>Nothing is lost. It may be the connection.</Trans>
          </LoadFailed>
        )}
        {query.isSuccess && guests.length === 0 && <Nobody filtered={!isWhole} eventId={eventId} />}
        <GuestTable
          guests={guests}
          held={held}
          failed={failed}
          total={total}
          hasMore={query.hasNextPage && !query.isFetchingNextPage}
          loadMore={() => void query.fetchNextPage()}
          onOpen={onOpen}
          selection={selection}
          inLine={inLine}
        />
      </div>
    </>
  );
}

function Nobody({ filtered, eventId }: { filtered: boolean; eventId: string }) {
  const { t } = useLingui();
  const { status } = useEventSnapshot().details;
  if (filtered) {
    return (
      <EmptyState heading="h2" icon="search" title={t`Nobody matches`}>
        <Trans>Try another name or clear the filter.</Trans>
      </EmptyState>
    );
  }
  if (status === "cancelled") {
    return (
      <EmptyState heading="h2" icon="users" title={t`Nobody here`}>
        <Trans>The event is cancelled.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      heading="h2"
      icon="users"
      title={t`Nobody's invited yet`}
      action={<LinkButton href={`/e/${eventId}/invite`} look="primary" icon="mail">{t`Invite people`}</LinkButton>}
    >
      <Trans>Paste names or addresses, or share the event's link. You'll see answers live here.</Trans>
    </EmptyState>
  );
}
