import type { ServerFrame } from "@turnout/contract/live";
import { openLiveSocket, type LiveSocket } from "./live-socket.ts";

/** Longest wait before the next attempt to get a socket to another server (ms). Each waits between half of it and all. */
export const RETRY_ELSEWHERE = 1_000;

/** A wait that neither storms a server that is on its way out nor grows: a refusal says nothing about the others. */
export const waitElsewhere = () => RETRY_ELSEWHERE * (0.5 + Math.random() / 2);

/** A second socket while the first one still serves. */
export interface Successor {
  /** The attempt of this moment; null between two. */
  socket(): LiveSocket | null;
  /** Frames that its server sent so far: nobody has seen them yet. */
  held(): readonly ServerFrame[];
  /** Makes no further attempt; the present one goes on and is the caller's. */
  end(): void;
}

/** What a successor needs of the connection. */
export interface Heir {
  url: string;
  /** How long to wait before the first attempt (ms). */
  firstWait: number;
  /** Follows everything that is on screen. */
  followAll(socket: LiveSocket): void;
  /** It is open and everything is caught up, or is known not to be continued. */
  ready(): void;
}

/**
 * Opens a socket beside the one whose server is leaving, until one stays open and has caught up. One that ends up at the
 * leaving server again is refused, or is sent elsewhere too: then the next attempt follows soon.
 */
export function openSuccessor({ url, firstWait, followAll, ready }: Heir): Successor {
  let socket: LiveSocket | null = null;
  let held: ServerFrame[] = [];
  let isOver = false;
  let timer = setTimeout(attempt, firstWait);

  function attempt() {
    held = [];
    const mine = openLiveSocket(url, {
      opened() {
        followAll(mine);
        arrived(mine);
      },
      received(frame) {
        if (frame.type === "goElsewhere") return mine.giveUp();
        held.push(frame);
        arrived(mine);
      },
      lost() {
        socket = null;
        timer = setTimeout(attempt, waitElsewhere());
      },
    });
    socket = mine;
  }

  function arrived(mine: LiveSocket) {
    if (!isOver && mine.isCaughtUp()) ready();
  }

  return {
    socket: () => socket,
    held: () => held,
    end() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
