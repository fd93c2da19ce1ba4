import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useDeferredValue, useMemo, useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { DoorRow } from "../guests/door/door-row.tsx";
import { useRecordArrival } from "../guests/door/use-record-arrival.ts";
import { AddGuestDialog } from "../guests/list/add-guest-dialog.tsx";
import { useGuestList } from "../guests/list/use-guest-list.ts";
import { useSlashKey } from "../guests/list/use-slash-key.ts";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import "../guests/door/door.css";

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
  const search = useDeferredValue(typed.trim());
  const filter = useMemo(() => ({ search, standing: null, order: "name" as const }), [search]);
  const list = useGuestList(eventId, filter);
  const { record, pending } = useRecordArrival(eventId);
  const [isAdding, setAdding] = useState(false);
  const searchField = useSlashKey();
  const isOpen = details.status === "published";

  /** Enter lets the only match in: a name is typed, and the hand stays where it is. */
  async function letTheOnlyOneIn() {
    const [only] = list.guests;
    if (!only || list.guests.length > 1 || search === "" || list.query.isFetching) return;
    const left = only.partySize - (only.arrived ?? 0);
    if (left > 0 && (await record(only, left))) setTyped("");
  }

  const actions = (
    <Button icon="user-plus" onClick={() => setAdding(true)}>
      <Trans>Add a guest</Trans>
    </Button>
  );
  return (
    <Page title={t`Door · ${details.title}`} bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Door`} lead={<a href={`/e/${eventId}`}>{details.title}</a>} actions={actions} />
      <HeadCount arrived={tally.arrived ?? 0} going={tally.going} />
      {!isOpen && <Notice tone="warning" title={t`Nobody can be let in: the event is a draft, or cancelled.`} />}
      <form className="door-search" role="search" onSubmit={(event) => (event.preventDefault(), void letTheOnlyOneIn())}>
        <Field label={t`Search by name or email`} hideLabel>
          <TextInput
            ref={searchField}
            type="search"
            icon="search"
            autoComplete="off"
            enterKeyHint="done"
            placeholder={t`Search by name or email`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
        {typed !== "" && <IconButton icon="x" label={t`Clear the search`} onClick={() => (setTyped(""), searchField.current?.focus())} />}
      </form>
      <Parties list={list} search={search} pending={pending} record={(guest, people, override) => void record(guest, people, override)} />
      {isAdding && (
        <AddGuestDialog
          eventId={eventId}
          isFull={details.capacity !== null && tally.going >= details.capacity}
          onClose={() => (setAdding(false), list.showArrived())}
        />
      )}
    </Page>
  );
}

function HeadCount({ arrived, going }: { arrived: number; going: number }) {
  const { t } = useLingui();
  return (
    <section className="door-count" aria-label={t`Who is here`}>
      <p role="status">
        <strong className="tabular">{arrived}</strong>{" "}
        <span>
          <Trans>here</Trans>
          <small className="muted">
            <Plural value={going} one="# person said they are coming" other="# people said they are coming" />
          </small>
        </span>
      </p>
      <ProgressBar label={t`Who is here`} value={Math.min(arrived, going)} max={going} tone="going" />
    </section>
  );
}

interface PartiesProps {
  list: ReturnType<typeof useGuestList>;
  search: string;
  pending: string | null;
  record: (guest: GuestCard, people: number, override?: boolean) => void;
}

function Parties({ list: { guests, query, arrived, showArrived }, search, pending, record }: PartiesProps) {
  const { t } = useLingui();
  if (query.isPending) return <Skeleton height="12rem" />;
  if (query.isError) {
    return (
      <Notice
        tone="danger"
        title={t`The list could not be loaded`}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        <Trans>Nothing is lost. It may be the connection.</Trans>
      </Notice>
    );
  }
  if (guests.length === 0) {
    return (
      <EmptyState heading="h2" icon="search" title={search === "" ? t`Nobody is on the list yet` : t`Nobody matches`}>
        <Trans>Try a part of the name. Whoever is not on the list can be added.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      {arrived > 0 && (
        <Button look="quiet" size="sm" onClick={showArrived}>
          <Plural value={arrived} one="Show # new" other="Show # new" />
        </Button>
      )}
      <ul className="door-rows" aria-label={t`Guests`}>
        {guests.map((guest) => (
          <DoorRow
            key={guest.guestId}
            guest={guest}
            isPending={pending === guest.guestId}
            record={(people, override) => record(guest, people, override)}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button wide pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}
