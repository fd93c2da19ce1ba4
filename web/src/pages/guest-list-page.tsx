import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { GuestOrder, Standing } from "@turnout/contract/guests";
import { AddGuestDialog } from "../guests/list/add-guest-dialog.tsx";
import { GuestDrawer } from "../guests/list/guest-drawer.tsx";
import { GuestTable } from "../guests/list/guest-table.tsx";
import { peopleOf, TallyFilters } from "../guests/list/tally-filters.tsx";
import { useGuestList } from "../guests/list/use-guest-list.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { Button, IconButton, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { Select, TextInput } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { PageSkeleton, Skeleton } from "../ui/skeleton.tsx";

const client = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false } } });

export function GuestListPage({ params }: { params: { eventId: string } }) {
  return (
    <QueryClientProvider client={client}>
      <OpenEvent eventId={params.eventId}>
        <Ready />
      </OpenEvent>
    </QueryClientProvider>
  );
}

function Ready() {
  const { t } = useLingui();
  const { picture, gone } = useEventView();
  if (gone || (picture && picture.viewer.class !== "host")) {
    return (
      <Page title={t`Guests`}>
        <EmptyState
          icon="lock"
          title={t`Only hosts can see the guest list`}
          action={<LinkButton href="/events">{t`My events`}</LinkButton>}
        >
          <Trans>Sign in with the account that hosts this event.</Trans>
        </EmptyState>
      </Page>
    );
  }
  return picture ? <GuestList /> : <PageSkeleton />;
}

function GuestList() {
  const { t } = useLingui();
  const { eventId, details, tally } = useEventSnapshot();
  const { state, offlineSince } = useEventView();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const [standing, setStanding] = useState<Standing | null>(null);
  const [order, setOrder] = useState<GuestOrder>("answered");
  const [opened, setOpened] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const filter = useMemo(
    () => ({ search, standing, order: standing === "waiting" ? ("line" as const) : order }),
    [search, standing, order],
  );
  const { guests, total, query, arrived, showArrived } = useGuestList(eventId, filter);
  const open = guests.find((guest) => guest.guestId === opened);
  const isFull = details.capacity !== null && tally.going >= details.capacity;
  const searchField = useSlashKey();
  const isWhole = standing === null && search === "";
  const people = peopleOf(tally);

  const actions = (
    <>
      <LinkButton href={`/e/${eventId}/invite`} look="primary" icon="mail">
        <Trans>Invite</Trans>
      </LinkButton>
      <Button icon="user-plus" onClick={() => setAdding(true)}>
        <Trans>Add a guest</Trans>
      </Button>
      <LinkButton href={`/api/events/${eventId}/guests.csv`} icon="download" download>
        <Trans>CSV</Trans>
      </LinkButton>
    </>
  );

  return (
    <Page title={t`Guests · ${details.title}`} width="wide" bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Guests`} lead={<a href={`/e/${eventId}`}>{details.title}</a>} actions={actions} />
      <TallyFilters tally={tally} capacity={details.capacity} chosen={standing} onChoose={setStanding} />
      <div className="guest-toolbar">
        <Field label={t`Search by name or email`} hideLabel>
          <TextInput
            ref={searchField}
            type="search"
            icon="search"
            placeholder={t`Search by name or email`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
        {typed !== "" && <IconButton icon="x" label={t`Clear the search`} onClick={() => (setTyped(""), searchField.current?.focus())} />}
        <Field label={t`Order`} hideLabel>
          <Select
            value={filter.order}
            disabled={filter.order === "line"}
            onChange={(event) => setOrder(event.currentTarget.value as GuestOrder)}
          >
            {filter.order === "line" && <option value="line">{t`In order of the waitlist`}</option>}
            <option value="answered">{t`Newest replies first`}</option>
            <option value="name">{t`By name`}</option>
            <option value="added">{t`Last added first`}</option>
          </Select>
        </Field>
      </div>
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
      <div>
        {arrived > 0 && (
          <div className="guest-arrived">
            <Button look="primary" size="sm" onClick={showArrived}>
              <Plural value={arrived} one="Show # new" other="Show # new" />
            </Button>
          </div>
        )}
        {query.isError && (
          <Notice
            tone="danger"
            title={t`The list could not be loaded`}
            action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
          >
            <Trans>Nothing is lost. It may be the connection.</Trans>
          </Notice>
        )}
        {query.isSuccess && guests.length === 0 && <Nobody filtered={search !== "" || standing !== null} eventId={eventId} />}
        <GuestTable
          guests={guests}
          total={total}
          hasMore={query.hasNextPage && !query.isFetchingNextPage}
          loadMore={() => void query.fetchNextPage()}
          onOpen={setOpened}
        />
      </div>
      {open && <GuestDrawer eventId={eventId} guest={open} isFull={isFull} onClose={() => setOpened(null)} />}
      {adding && <AddGuestDialog eventId={eventId} isFull={isFull} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function Nobody({ filtered, eventId }: { filtered: boolean; eventId: string }) {
  const { t } = useLingui();
  if (filtered) {
    return (
      <EmptyState icon="search" title={t`Nobody matches`}>
        <Trans>Try another name or clear the filter.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="users"
      title={t`Nobody's invited yet`}
      action={<LinkButton href={`/e/${eventId}/invite`} look="primary" icon="mail">{t`Invite people`}</LinkButton>}
    >
      <Trans>Paste names or addresses, or share the event's link. You'll see replies live here.</Trans>
    </EmptyState>
  );
}

/** "/" goes to the search field from anywhere on the page. */
function useSlashKey() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return field;
}
