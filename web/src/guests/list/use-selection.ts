import { useCallback, useRef, useState } from "react";
import type { ListedGuest } from "@turnout/contract/guests";

export type Selected = ReadonlyMap<string, ListedGuest>;
const NOBODY: Selected = new Map();

export interface Selection {
  selected: Selected;
  /** Selects the guest at this place of the list, or no longer; with `range`, all from the last one that was touched to here. */
  toggle: (index: number, range: boolean) => void;
  select: (guests: readonly ListedGuest[]) => void;
  clear: () => void;
}

/** The guests that a host has selected in the list, by their ids, with their cards as they are in it. */
export function useSelection(guests: readonly ListedGuest[]): Selection {
  const [selected, setSelected] = useState(NOBODY);
  const last = useRef<string | null>(null);
  const toggle = useCallback(
    (index: number, range: boolean) => {
      const guest = guests[index];
      if (!guest) return;
      const anchor = range ? guests.findIndex(({ guestId }) => guestId === last.current) : -1;
      last.current = guest.guestId;
      setSelected((before) => withRange(before, guests.slice(...between(anchor < 0 ? index : anchor, index)), !before.has(guest.guestId)));
    },
    [guests],
  );
  const select = useCallback((all: readonly ListedGuest[]) => setSelected((before) => withRange(before, all, true)), []);
  const clear = useCallback(() => setSelected(NOBODY), []);
  return { selected, toggle, select, clear };
}

const between = (one: number, other: number): [number, number] => [Math.min(one, other), Math.max(one, other) + 1];

function withRange(before: Selected, guests: readonly ListedGuest[], isSelected: boolean): Selected {
  const after = new Map(before);
  for (const guest of guests) {
    if (isSelected) after.set(guest.guestId, guest);
    else after.delete(guest.guestId);
  }
  return after;
}
