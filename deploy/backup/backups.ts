import { basename, dirname } from "node:path";
import type { Content } from "../../server/src/db/content.ts";
import { Failed } from "../failed.ts";
import type { Repositories } from "./repositories.ts";

/** What is known of one backup. Its files are beside it, encrypted. */
export interface Backup {
  format: 1;
  /** Its moment, which orders backups: 2030-06-18T17-00-00-000Z. */
  id: string;
  takenAt: string;
  /** The backup that this one continues; null: it is a full one. */
  parent: string | null;
  timeline: number;
  /** Pieces of the log from the one where it begins to the one with its restore point. */
  firstPiece: string;
  lastPiece: string;
  restorePoint: string;
  /** What the tables hold there. */
  content: Content;
  /** When it was restored and was the same. Null: it counts for nothing. */
  checkedAt: string | null;
}

export const noteOf = (id: string) => `backups/${id}.json`;
export const manifestOf = (id: string) => `backups/${id}.manifest`;
export const filesOf = (id: string) => `backups/${id}/base.tar`;
export const pieceOf = (name: string) => `log/${name}`;

export const idOf = (moment: Date) => moment.toISOString().replaceAll(/[:.]/g, "-");

/** All backups, the oldest first. */
export const backupsIn = (repositories: Repositories): Backup[] =>
  [...repositories.notes("backups/*.json")]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, text]) => JSON.parse(text) as Backup);

/** A backup with all that it continues, the full one first. */
export function chainOf(backups: Backup[], last: Backup): Backup[] {
  const before = backups.find(({ id }) => id === last.parent);
  if (last.parent !== null && !before) throw new Failed(`backup ${last.id} continues ${last.parent}, which is not there`);
  return before ? [...chainOf(backups, before), last] : [last];
}

/**
 * Removes what is older than the newest `kept` full backups that passed their check, and the log before them. Where fewer passed, nothing
 * is removed. Returns the ids.
 */
export function removeOld(repositories: Repositories, kept: number): string[] {
  const backups = backupsIn(repositories);
  const full = backups.filter(({ parent, checkedAt }) => parent === null && checkedAt !== null);
  const oldest = full.at(-kept);
  if (full.length < kept || !oldest) return [];
  // Those that were never whole have files and no note.
  const stored = repositories.names("backups").map((name) => basename(dirname(name)));
  const old = [...new Set([...backups.map(({ id }) => id), ...stored])].filter((id) => id < oldest.id).toSorted();
  for (const id of old) {
    repositories.forget(noteOf(id));
    repositories.forget(manifestOf(id));
    repositories.remove(filesOf(id));
  }
  const position = (piece: string) => piece.slice(-16); // without the timeline
  for (const name of repositories.names("log").filter((one) => /\/[\dA-F]{24}$/.test(one)))
    if (position(name) < position(oldest.firstPiece)) repositories.remove(name);
  return old;
}
