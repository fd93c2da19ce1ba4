import type { GuestRow } from "./row.ts";

/** Marks rows that repeat an earlier one: the same address, or the same name where an address is missing. In place. */
export function markDuplicates(rows: GuestRow[]): void {
  const byEmail = new Map<string, number>();
  const byName = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const sameEmail = row.email === null ? undefined : byEmail.get(row.email);
    const sameName = byName.get(row.name.toLowerCase());
    if (sameEmail !== undefined) {
      row.problems.unshift({ code: "duplicate_in_list", row: sameEmail });
      row.duplicateOf = rows[sameEmail]?.line ?? null;
    } else if (sameName !== undefined && (row.email === null || rows[sameName]?.email === null)) {
      row.problems.push({ code: "name_repeated", row: sameName });
    }
    if (row.email !== null && sameEmail === undefined) byEmail.set(row.email, index);
    if (row.name !== "" && sameName === undefined) byName.set(row.name.toLowerCase(), index);
  }
}
