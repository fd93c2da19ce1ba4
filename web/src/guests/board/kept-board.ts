import type { Board } from "@turnout/contract/board";
import { boardAfter } from "@turnout/contract/board-after";
import type { LogEntry } from "@turnout/contract/log";

/** A board that was read, and is moved on by the entries since. */
export interface KeptBoard {
  board: Board | null;
  /** Entries that came while the board was being read anew; null: it is not. */
  meanwhile: LogEntry[] | null;
  /** Since when the board is not of now, and has to be read (ms); null: it is. */
  staleSince: number | null;
}

export type BoardChange =
  | { is: "asked" }
  | { is: "read"; board: Board; now: number }
  | { is: "failed"; now: number }
  | { is: "entries"; entries: LogEntry[]; now: number };

export const nothingRead: KeptBoard = { board: null, meanwhile: null, staleSince: null };

/** The board after what has happened to it. Pure. */
export function keptBoardAfter(kept: KeptBoard, change: BoardChange): KeptBoard {
  switch (change.is) {
    case "asked":
      return { ...kept, meanwhile: [] };
    case "failed":
      return { ...kept, meanwhile: null, staleSince: kept.staleSince ?? change.now };
    case "read":
      return movedOn({ board: change.board, meanwhile: null, staleSince: null }, kept.meanwhile ?? [], change.now);
    case "entries": {
      const meanwhile = kept.meanwhile && [...kept.meanwhile, ...change.entries];
      return movedOn({ ...kept, meanwhile }, change.entries, change.now);
    }
  }
}

function movedOn(kept: KeptBoard, entries: LogEntry[], now: number): KeptBoard {
  if (!kept.board || kept.staleSince !== null) return kept;
  const board = boardAfter(kept.board, entries);
  return board ? { ...kept, board } : { ...kept, staleSince: now };
}
