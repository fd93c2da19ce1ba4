import type { ClientNetwork } from "../http/client-network.ts";

/** Lines of one browser: every window has one. */
export const MAX_LINES_OF_BROWSER = 32;
/** Lines of one network in a process, such as a hall of people who all look at the page. */
export const MAX_LINES_OF_NETWORK = 1_000;
/** Events that one network may begin to follow within a window: each costs a look at who may read it. */
export const MAX_FOLLOWS_OF_NETWORK = 1_000;

/** Who opens a line, as far as it can be told before anything is looked up. */
export interface Caller {
  networks: ClientNetwork[];
  browser: string | null;
}

export interface LineLimits {
  /** Whether there is room for one more line; from then on it counts. */
  take(caller: Caller): boolean;
  release(caller: Caller): void;
  /** Whether the network may follow one more event in this window. */
  mayFollow(networks: ClientNetwork[]): boolean;
  newWindow(): void;
}

/** Counts the lines of this process, so that nobody fills it alone. */
export function createLineLimits(factor = 1): LineLimits {
  const lines = new Map<string, number>();
  const follows = new Map<string, number>();
  const bounds = ({ networks, browser }: Caller) => [
    ...networks.map(({ key, share }) => ({ key, most: MAX_LINES_OF_NETWORK * share * factor })),
    ...(browser === null ? [] : [{ key: `browser ${browser}`, most: MAX_LINES_OF_BROWSER * factor }]),
  ];
  const hasRoom = (counts: Map<string, number>) => (bound: { key: string; most: number }) => (counts.get(bound.key) ?? 0) < bound.most;

  return {
    take(caller) {
      const wanted = bounds(caller);
      if (!wanted.every(hasRoom(lines))) return false;
      for (const { key } of wanted) lines.set(key, (lines.get(key) ?? 0) + 1);
      return true;
    },
    release(caller) {
      for (const { key } of bounds(caller)) {
        const left = (lines.get(key) ?? 1) - 1;
        if (left > 0) lines.set(key, left);
        else lines.delete(key);
      }
    },
    mayFollow(networks) {
      const wanted = networks.map(({ key, share }) => ({ key, most: MAX_FOLLOWS_OF_NETWORK * share * factor }));
      if (!wanted.every(hasRoom(follows))) return false;
      for (const { key } of wanted) follows.set(key, (follows.get(key) ?? 0) + 1);
      return true;
    },
    newWindow: () => follows.clear(),
  };
}
