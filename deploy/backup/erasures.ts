import { erasedAt, type Erasure } from "../../server/src/export/erasures.ts";
import { idOf } from "./backups.ts";
import type { Repositories } from "./repositories.ts";

/** A list of those that are in none before it. */
interface List {
  format: 1;
  /** Until when the database was looked at, by its own clock. */
  upTo: string;
  erasures: Erasure[];
}

const PATTERN = "erased/*.json";
const keyOf = ({ id, eventId }: Erasure) => `${id} ${eventId}`;

/** Everything that the repositories know as erased. Lists are apart from backups, and none of them is ever removed. */
export const erasedIn = (repositories: Repositories): Erasure[] => listsIn(repositories).flatMap(({ erasures }) => erasures);

const listsIn = (repositories: Repositories): List[] => [...repositories.notes(PATTERN).values()].map((text) => JSON.parse(text) as List);

/** Stores what the database knows as erased, and no list does yet. Returns how many there were. */
export async function keepErasures(url: string, repositories: Repositories): Promise<number> {
  const lists = listsIn(repositories);
  const known = new Set(lists.flatMap(({ erasures }) => erasures).map(keyOf));
  const newest =
    lists
      .map(({ upTo }) => upTo)
      .toSorted()
      .at(-1) ?? null;
  const { upTo, erasures } = await erasedAt(url, newest);
  const unknown = erasures.filter((one) => !known.has(keyOf(one)));
  if (unknown.length === 0) return 0;
  const list: List = { format: 1, upTo, erasures: unknown };
  repositories.note(`erased/${idOf(new Date(upTo))}.json`, `${JSON.stringify(list)}\n`);
  return unknown.length;
}
