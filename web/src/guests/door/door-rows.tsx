import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { DoorRow } from "./door-row.tsx";
import type { ListedGuest } from "./use-offline-door.ts";

interface Props {
  guests: readonly ListedGuest[];
  /** Whom a press has just let in. */
  pending: string | null;
  record: (guest: GuestCard, people: number, override?: boolean) => void;
}

/** The parties at the door. Of several with one name, each shows its address, a hint of it or its tags too, where the door has them. */
export function DoorRows({ guests, pending, record }: Props) {
  const { t } = useLingui();
  const namesakes = useMemo(() => namesakesOf(guests), [guests]);
  return (
    <ul className="door-rows" aria-label={t`Guests`}>
      {guests.map((guest) => (
        <DoorRow
          key={guest.guestId}
          guest={guest}
          toldApartBy={guest.hint ?? (namesakes.has(nameOf(guest)) ? (guest.email ?? guest.tags?.join(", ")) : undefined)}
          isPending={pending === guest.guestId}
          record={(people, override) => record(guest, people, override)}
        />
      ))}
    </ul>
  );
}

const nameOf = ({ name }: GuestCard) => name.trim().toLowerCase();

/** The names that more than one of them has. */
function namesakesOf(guests: readonly GuestCard[]): Set<string> {
  const names = guests.map(nameOf);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
