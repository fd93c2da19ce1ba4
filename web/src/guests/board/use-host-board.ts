import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Board } from "@turnout/contract/board";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { serverNow } from "../../clock.ts";
import type { LiveState } from "../../live/follow-event.ts";
import { useEntries, useEventView, useReload } from "../../live/use-event.ts";
import { keptBoardAfter, nothingRead } from "./kept-board.ts";

/** How long a board that its entries cannot move on, or that could not be read, waits until it is read anew (ms). */
const BOARD_REREAD = 3_000;

export interface ShownBoard {
  board: Board | null;
  /** When what is shown was true (ms); null: now. */
  asOf: number | null;
}

/** The board of the event that is followed: read once, and moved on by the entries of the feed. */
export function useHostBoard(eventId: string): ShownBoard {
  const [{ board, meanwhile, staleSince }, change] = useReducer(keptBoardAfter, nothingRead);
  const isAsking = useRef(false);
  const isAskedAgain = useRef(false);

  const ask = useCallback(async () => {
    isAskedAgain.current = true;
    if (isAsking.current) return;
    isAsking.current = true;
    while (isAskedAgain.current) {
      isAskedAgain.current = false;
      change({ is: "asked" });
      try {
        const fresh = await read(api.GET("/api/events/{eventId}/door/board", { params: { path: { eventId } } }));
        change({ is: "read", board: fresh, now: serverNow() });
      } catch {
        change({ is: "failed", now: serverNow() });
      }
    }
    isAsking.current = false;
  }, [eventId]);

  useEffect(() => {
    if (!isAsking.current) void ask();
  }, [ask]);
  useReload(useCallback(() => void ask(), [ask]));
  useEntries(useCallback((entries: LogEntry[]) => change({ is: "entries", entries, now: serverNow() }), []));
  const isWaiting = staleSince !== null && meanwhile === null;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => void ask(), BOARD_REREAD);
    return () => clearTimeout(timer);
  }, [isWaiting, ask]);

  const followed = useFollowedUntil(useEventView((view) => view.state));
  if (staleSince !== null) return { board, asOf: staleSince };
  return { board, asOf: followed === null || !board ? null : Math.max(followed, Date.parse(board.at)) };
}

/** Until when the event was followed; null: it is. */
function useFollowedUntil(state: LiveState): number | null {
  const [until, setUntil] = useState(0);
  const isLive = state === "live";
  useEffect(() => {
    return isLive ? () => setUntil(serverNow()) : undefined;
  }, [isLive]);
  return isLive ? null : until;
}
