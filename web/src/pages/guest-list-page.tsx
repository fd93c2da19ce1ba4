import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import type { GuestOrder, GuestReach, Standing } from "@turnout/contract/guests";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { AddGuestDialog } from "../guests/list/add-guest-dialog.tsx";
import { guestInAddress } from "../guests/list/guest-in-address.ts";
import { useGuestMailNews } from "../guests/list/guest-mail-news.ts";
import { GuestRows } from "../guests/list/guest-rows.tsx";
import { toFirstGuest } from "../guests/list/guest-table.tsx";
import { RemovedGuests } from "../guests/list/removed-guests.tsx";
import { TallyFilters, type ListFilter } from "../guests/list/tally-filters.tsx";
import { TagFilters } from "../guests/list/tag-filters.tsx";
import { useGuestTags } from "../guests/list/use-guest-tags.ts";
import { useSlashKey } from "../guests/list/use-slash-key.ts";
import { useConfirmations } from "../guests/list/use-confirmations.ts";
import { useGuestList } from "../guests/list/use-guest-list.ts";
import { useSelection } from "../guests/list/use-selection.ts";
import { useRemovedGuests } from "../guests/list/use-removed-guests.ts";
import { FailedNote, GuestHeldNote, HeldNote } from "../notifications/held-note.tsx";
import { useHeldInvitations } from "../notifications/use-held-invitations.ts";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { later } from "../on-demand.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { Button, IconButton, LinkButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Select, TextInput } from "../ui/input.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { whenQuiet } from "../when-quiet.ts";
import "../events/tool-strip.css";

// What a press opens: fetched once the list is there, so that it opens at once.
const loadDrawer = () => import("../guests/list/guest-drawer.tsx");
const GuestDrawer = later(loadDrawer, "GuestDrawer");

const SavedViews = later(() => import("../guests/list/saved-views.tsx"), "SavedViews");

const BulkBar = later(() => import("../guests/list/bulk-bar.tsx"), "BulkBar");

const Undelivered = later(() => import("../guests/list/undelivered.tsx"), "Undelivered");
const MailWaits = later(() => import("../guests/list/undelivered.tsx"), "MailWaits");

const WaitingReplies = later(() => import("../guests/list/undelivered.tsx"), "WaitingReplies");

/** Guests whom emails did not reach that stand above the others. */
const PINNED = 3;

export function GuestListPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="guests" title={t`Guests`} refusal={t`Only hosts can see the guest list`}>
        <GuestList />
      </HostsPage>
    </Queries>
  );
}

const standings: Record<Standing, true> = { going: true, maybe: true, declined: true, waiting: true, none: true };

function reachOf(chosen: ListFilter | null): GuestReach | null {
  if (chosen === "neverReached") return "never";
  return chosen === "opened" || chosen === "delivered" ? chosen : null;
}

function GuestList() {
  const { t } = useLingui();
  const { eventId, details, tally } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  const [named] = useState(() => guestInAddress(location.hash));
  const [typed, setTyped] = useState(named.search);
  const search = useDeferredValue(typed.trim());
  const [chosen, setChosen] = useState<ListFilter | null>(null);
  const standing = chosen !== null && chosen in standings ? (chosen as Standing) : null;
  const reach = reachOf(chosen);
  const confirmed = chosen === "confirmed" ? ("yes" as const) : chosen === "unconfirmed" ? ("no" as const) : null;
  const isOther = chosen !== null && standing === null && reach === null && confirmed === null;
  const [tag, setTag] = useState<string | null>(null);
  const tags = useGuestTags(eventId);
  const [order, setOrder] = useState<GuestOrder>("answered");
  const [opened, setOpened] = useState(named.guest);
  const [adding, setAdding] = useState(false);
  const filter = useMemo(
    () => ({ search, standing, tag, reach, confirmed, order: standing === "waiting" ? ("line" as const) : order }),
    [search, standing, tag, reach, confirmed, order],
  );
  const list = useGuestList(eventId, filter);
  const confirmations = useConfirmations();
  const selection = useSelection(list.guests);
  const removed = useRemovedGuests(eventId);
  const held = useHeldInvitations(eventId);
  const heldIds = useMemo(() => new Set(held?.held.map(({ guestId }) => guestId)), [held]);
  const failedIds = useMemo(() => new Set([...(held?.failed ?? []), ...(held?.undelivered ?? []).map(({ guestId }) => guestId)]), [held]);
  const undelivered = held?.undelivered ?? [];
  const waiting = held?.waiting ?? [];
  const open = list.guests.find((guest) => guest.guestId === opened);
  const openHeld = held?.held.find(({ guestId }) => guestId === open?.guestId);
  const isCancelled = details.status === "cancelled";
  const isFull = details.capacity !== null && tally.going >= details.capacity;
  const searchField = useSlashKey();
  useEffect(() => void whenQuiet().then(loadDrawer), []);
  const show = useCallback(
    ({ guestId, name }: { guestId: string; name: string }) => (setChosen(null), setTag(null), setTyped(name), setOpened(guestId)),
    [],
  );
  useGuestMailNews(show);
  const isWhole = standing === null && reach === null && confirmed === null && tag === null && search === "";

  const actions = (
    <div className="tool-strip tool-strip-dense">
      {!isCancelled && (
        <LinkButton href={`/e/${eventId}/invite`} look="primary" icon="mail">
          <Trans>Invite</Trans>
        </LinkButton>
      )}
      <LinkButton href={`/e/${eventId}/emails`} icon="send">
        <Trans>Email guests</Trans>
      </LinkButton>
      {!isCancelled && (
        <Button icon="user-plus" onClick={() => setAdding(true)}>
          <Trans>Add a guest</Trans>
        </Button>
      )}
      <LinkButton href={`/e/${eventId}/door`} icon="check">
        <Trans>Door</Trans>
      </LinkButton>
      <LinkButton href={`/e/${eventId}/insight`} icon="chart">
        <Trans>Insight</Trans>
      </LinkButton>
    </div>
  );

  return (
    <Page title={t`Guests · ${details.title}`} width="wide" bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Guests`} lead={<a href={`/e/${eventId}`}>{details.title}</a>} actions={actions} />
      <TallyFilters
        tally={tally}
        capacity={details.capacity}
        neverReached={details.status === "published" ? (held?.neverReached ?? 0) : 0}
        delivered={details.status === "published" ? (held?.deliveredUnopened ?? 0) : 0}
        linkOpened={details.status === "published" ? (held?.openedUnanswered ?? 0) : 0}
        confirmations={confirmations}
        undelivered={undelivered.length}
        mailWaits={waiting.length}
        removed={removed.length}
        chosen={chosen}
        onChoose={setChosen}
      />
      {!isOther && <TagFilters tags={tags} chosen={tag} onChoose={setTag} />}
      <Suspense fallback={null}>
        <SavedViews
          eventId={eventId}
          view={{ search, chosen, tag, order }}
          isWhole={chosen === null && tag === null && search === ""}
          onChoose={(view) => (setTyped(view.search), setChosen(view.chosen), setTag(view.tag), setOrder(view.order))}
        />
      </Suspense>
      {held && (
        <HeldNote {...held}>
          <Trans>To reach somebody sooner, open the guests marked “Invitation waits” and copy their link.</Trans>
        </HeldNote>
      )}
      {undelivered.length === 0 && <FailedNote count={failedIds.size} />}
      <Suspense fallback={null}>
        {chosen === null && search === "" && <WaitingReplies eventId={eventId} onOpen={show} />}
        {undelivered.length > 0 && chosen === null && search === "" && (
          <Undelivered eventId={eventId} guests={undelivered} most={PINNED} onAll={() => setChosen("undelivered")} />
        )}
      </Suspense>
      <div className="guest-toolbar">
        <Field label={t`Search by name or email`} hideLabel>
          <TextInput
            ref={searchField}
            type="search"
            icon="search"
            placeholder={t`Search by name or email`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowDown") return;
              event.preventDefault();
              toFirstGuest();
            }}
          />
        </Field>
        {typed !== "" && <IconButton icon="x" label={t`Clear the search`} onClick={() => (setTyped(""), searchField.current?.focus())} />}
        <Field label={t`Order`} hideLabel>
          <Select
            value={filter.order}
            disabled={filter.order === "line" || isOther}
            onChange={(event) => setOrder(event.currentTarget.value as GuestOrder)}
          >
            {filter.order === "line" && <option value="line">{t`In order of the waitlist`}</option>}
            <option value="answered">{t`Newest answers first`}</option>
            <option value="name">{t`By name`}</option>
            <option value="added">{t`Last added first`}</option>
          </Select>
        </Field>
      </div>
      {chosen === "removed" && <RemovedGuests eventId={eventId} guests={removed} search={search} />}
      <Suspense fallback={null}>
        {chosen === "undelivered" && <Undelivered eventId={eventId} guests={undelivered} search={search} />}
        {chosen === "mailWaits" && <MailWaits guests={waiting} search={search} />}
      </Suspense>
      {!isOther && (
        <GuestRows
          list={list}
          isWhole={isWhole}
          held={heldIds}
          failed={failedIds}
          onOpen={setOpened}
          selection={selection}
          inLine={filter.order === "line" && tag === null && search === ""}
        />
      )}
      <Suspense fallback={null}>
        {!isOther && selection.selected.size > 0 && (
          <BulkBar eventId={eventId} selection={selection} filter={filter} shown={list.guests} total={list.total} />
        )}
      </Suspense>
      <Suspense fallback={null}>
        {open && (
          <GuestDrawer
            eventId={eventId}
            guest={open}
            isFull={isFull}
            heldNote={openHeld ? <GuestHeldNote held={openHeld} aDay={held?.aDay ?? null} /> : null}
            hasFailed={failedIds.has(open.guestId)}
            onClose={() => setOpened(null)}
          />
        )}
      </Suspense>
      {adding && <AddGuestDialog eventId={eventId} isFull={isFull} onClose={() => setAdding(false)} />}
    </Page>
  );
}
