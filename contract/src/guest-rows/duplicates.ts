import { canBeSamePerson } from "../same-person.ts";
import type { GuestRow } from "./row.ts";

/** Names compared for one address: more people than this do not live together. */
const MOST_SHARING = 30;

/**
 * Marks rows that repeat an earlier one, in place. The same address with the same name, or with no name to tell them
 * apart, is the same person; with another name it is somebody who shares the address.
 */
export function markDuplicates(rows: GuestRow[]): void {
  const byEmail = new Map<string, { first: number; names: Map<string, number> }>();
  const byName = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const name = row.name.toLowerCase();
    const sameName = byName.get(name);
    const sharing = row.email === null ? undefined : byEmail.get(row.email);
    if (sharing) {
      const same = sharing.names.get(name) ?? (isGuessed(row) ? sharing.first : samePerson(name, sharing.names));
      row.problems.unshift(same === undefined ? { code: "shared_address", row: sharing.first } : { code: "duplicate_in_list", row: same });
      row.duplicateOf = same === undefined ? null : (rows[same]?.line ?? null);
      if (same === undefined && sharing.names.size < MOST_SHARING) sharing.names.set(name, index);
    } else if (sameName !== undefined && (row.email === null || rows[sameName]?.email === null)) {
      row.problems.push({ code: "name_repeated", row: sameName });
    }
    if (row.email !== null && !sharing) byEmail.set(row.email, { first: index, names: new Map([[name, index]]) });
    if (row.name !== "" && sameName === undefined) byName.set(name, index);
  }
}

function isGuessed({ problems }: GuestRow): boolean {
  return problems.some(({ code }) => code === "name_from_email");
}

function samePerson(name: string, others: Map<string, number>): number | undefined {
  for (const [other, index] of others) if (canBeSamePerson(name, other)) return index;
  return undefined;
}
