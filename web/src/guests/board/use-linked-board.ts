import { useEffect, useState } from "react";
import type { Board } from "@turnout/contract/board";
import { api } from "../../api/client.ts";
import { DOOR_PATIENCE } from "../door/door-server.ts";
import type { ShownBoard } from "./use-host-board.ts";

/** How often a device with a door link reads the board (ms): whoever has no account follows no feed. */
const BOARD_EVERY = 5_000;

/** The board by a door link, as long as the page is seen. `ended`: the link is over. */
export function useLinkedBoard(token: string, ended: () => void): ShownBoard {
  const [board, setBoard] = useState<Board | null>(null);
  useEffect(() => {
    const stopping = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(DOOR_PATIENCE)]);
        const { data, response } = await api.POST("/api/door/board", { body: { token }, signal });
        if (stopping.signal.aborted) return;
        if (response.status === 404) ended();
        if (data) setBoard(data);
      } catch {
        // What is shown gets older, and says so.
      }
    };
    const lookNow = () => void look();
    lookNow();
    const timer = setInterval(lookNow, BOARD_EVERY);
    document.addEventListener("visibilitychange", lookNow);
    return () => {
      stopping.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", lookNow);
    };
  }, [token, ended]);
  return { board, asOf: board && Date.parse(board.at) };
}
