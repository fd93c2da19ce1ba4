import { isAddressOf } from "./alike.ts";
import { straightName } from "./mailbox.ts";
import type { WrittenGuest } from "./row.ts";
import { peopleIn } from "./together.ts";

/** One of the people in a source, and whether it seems to name more people than can be separated. */
export interface Part {
  guest: WrittenGuest;
  part: number;
  isSeveral: boolean;
}

/** `Sophie & Tom Miller` are two guests, each with what was written for them. */
export function partsOf(guest: WrittenGuest): Part[] {
  const { names, extra, unclear } = peopleIn(guest.name);
  const [first = guest.name] = names;
  const isCounted = guest.plusOnes !== "" && guest.plusOnes !== "0" && names.length > 1;
  const size = Number(guest.partySize || names.length);
  if (unclear || isCounted || (names.length > 1 && size < names.length)) {
    return [{ guest, part: 0, isSeveral: unclear ? guest.partySize === "" && guest.plusOnes === "" : names.length > 1 }];
  }
  if (names.length === 1) return [{ guest: extra > 0 ? withExtra(guest, first, extra) : guest, part: 0, isSeveral: false }];
  return names.map((name, part) => ({
    guest: { ...guest, name, emails: emailsOf(guest, names, part), ...companions(guest, part === 0 ? size - names.length + extra : 0) },
    part,
    isSeveral: false,
  }));
}

function withExtra(guest: WrittenGuest, name: string, extra: number): WrittenGuest {
  const isCounted = guest.plusOnes !== "" || guest.partySize !== "";
  return { ...guest, name: straightName(name), ...(isCounted ? {} : { plusOnes: String(extra) }) };
}

/** The number that each may bring is unknown, unless the source counts more people than it names. */
function companions(guest: WrittenGuest, left: number): { plusOnes: string; partySize: string } {
  const isSaid = guest.plusOnes !== "" || guest.partySize !== "" || left > 0;
  return { plusOnes: isSaid ? String(left) : "", partySize: "" };
}

/** As many addresses as names: each has one, theirs if it is alike. Else all share them. */
function emailsOf({ emails }: WrittenGuest, names: string[], part: number): string[] {
  if (emails.length !== names.length) return emails;
  const areAlike = emails.every((email, index) => isAddressOf(email, names[index] ?? ""));
  const areCrossed = emails.every((email, index) => isAddressOf(email, names[names.length - 1 - index] ?? ""));
  const own = emails[!areAlike && areCrossed ? names.length - 1 - part : part];
  return own === undefined ? emails : [own];
}
