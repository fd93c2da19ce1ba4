import { Plural, useLingui } from "@lingui/react/macro";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import type { ListedGuest } from "@turnout/contract/guests";
import { Avatar } from "../../ui/avatar.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { DeliveryNote } from "./delivery-note.tsx";
import { StandingBadge } from "./standing.tsx";
import { useLoneKey } from "./use-lone-key.ts";
import type { Selection } from "./use-selection.ts";
import "./guest-table.css";

const ROW_HEIGHT = 68;
/** Rows from the end at which the next page is fetched. */
const AHEAD = 20;

interface Props {
  guests: ListedGuest[];
  /** Guests whose invitation is held. */
  held: ReadonlySet<string>;
  failed: ReadonlySet<string>;
  total: number;
  hasMore: boolean;
  loadMore: () => void;
  onOpen: (guestId: string) => void;
  selection: Selection;
  /** Whether these are all who wait, in the order of the waitlist, as far as they are loaded. */
  inLine: boolean;
}

/** Thousands of guests, of which only those on screen are drawn. j, from anywhere, and k move, x selects, Enter opens. */
export function GuestTable({ guests, held, failed, total, hasMore, loadMore, onOpen, selection, inLine }: Props) {
  const { t } = useLingui();
  const list = useRef<HTMLUListElement>(null);
  const places = useMemo(() => guests.flatMap(({ ticket }) => ticket ?? []).toSorted((one, other) => one - other), [guests]);
  // The virtualizer mutates one object, so nothing is memoized by it.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useWindowVirtualizer({
    count: guests.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => guests[index]!.guestId,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= guests.length - AHEAD) loadMore();
  }, [hasMore, last, guests.length, loadMore]);

  useLoneKey("j", ({ target }) => {
    if (!(target instanceof Node && list.current?.contains(target))) firstOnScreen(list.current)?.focus();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const row = (event.target as HTMLElement).closest("li");
    if (event.key.toLowerCase() === "x" && !event.ctrlKey && !event.metaKey && row)
      selection.toggle(Number(row.ariaPosInSet) - 1, event.shiftKey);
    const next = step === 1 ? row?.nextElementSibling : row?.previousElementSibling;
    if (!step || !next) return;
    event.preventDefault();
    next.querySelector("button")?.focus();
  };

  return (
    <ul ref={list} className="guest-rows" aria-label={t`Guests`} style={{ height: rows.getTotalSize() }} onKeyDown={onKeyDown}>
      {shown.map((row) => {
        const guest = guests[row.index]!;
        return (
          <li
            key={row.key}
            className="guest-row"
            aria-setsize={total}
            aria-posinset={row.index + 1}
            style={{ transform: `translateY(${row.start - rows.options.scrollMargin}px)` }}
          >
            <label className="guest-row-pick">
              <input
                type="checkbox"
                aria-label={t`Select ${guest.name}`}
                checked={selection.selected.has(guest.guestId)}
                onChange={(event) => selection.toggle(row.index, (event.nativeEvent as MouseEvent).shiftKey)}
              />
            </label>
            <button type="button" onClick={() => onOpen(guest.guestId)}>
              <Avatar id={guest.guestId} name={guest.name} size={40} />
              <span className="guest-row-who">
                <span>
                  <strong dir="auto">{guest.name}</strong>
                  {guest.tags?.map((tag) => (
                    <bdi key={tag} className="guest-row-tag">
                      {tag}
                    </bdi>
                  ))}
                </span>
                <span className="muted" dir="auto">
                  {guest.note ? `“${guest.note}”` : (guest.email ?? t`no email`)}
                </span>
              </span>
              <span className="guest-row-party muted">
                {guest.partySize > 1 && <Plural value={guest.partySize} one="# person" other="# people" />}
                {inLine && guest.ticket !== null && <span>{t`Place ${places.indexOf(guest.ticket) + 1}`}</span>}
              </span>
              <span className="guest-row-state">
                <StandingBadge standing={guest.standing} isReachable={guest.email !== null} isHeld={held.has(guest.guestId)} />
                <DeliveryNote {...guest} isHeld={held.has(guest.guestId)} hasFailed={failed.has(guest.guestId)} />
              </span>
              <span className="guest-row-when muted">{guest.answeredAt && <RelativeTime at={guest.answeredAt} />}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The first guest that can be seen whole. */
function firstOnScreen(list: HTMLElement | null): HTMLElement | null {
  const rows = [...(list?.children ?? [])];
  const row = rows.find((one) => one.getBoundingClientRect().top >= 0) ?? rows[0];
  return row?.querySelector("button") ?? null;
}

/** From the search to the first guest that it found. */
export const toFirstGuest = () => document.querySelector<HTMLElement>(".guest-rows button")?.focus();
