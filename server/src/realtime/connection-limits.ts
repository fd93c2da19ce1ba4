import type { ClientNetwork } from "../http/client-network.ts";

/** Most connections of one browser, which has one for each window. */
export const MAX_CONNECTIONS_PER_BROWSER = 32;
/** Most connections of one network to a process: a hall full of people with the page open must fit. */
export const MAX_CONNECTIONS_PER_NETWORK = 1_000;
/** Events that one network may start to follow within a window: each costs an access check. */
export const MAX_FOLLOWS_PER_NETWORK = 1_000;

/** The caller, as far as it is known without a look-up. */
export interface Caller {
  networks: ClientNetwork[];
  browser: string | null;
}

export interface ConnectionLimits {
  /** Counts one more connection; false, and not counted, if there are too many. */
  take(caller: Caller): boolean;
  /** A connection that was counted is closed. */
  release(caller: Caller): void;
  /** Counts one more event that the network follows in this window; false if there are too many. */
  mayFollow(networks: ClientNetwork[]): boolean;
  newWindow(): void;
}

/** Limits the connections to this process, so that no client fills it alone. */
export function createConnectionLimits(factor = 1): ConnectionLimits {
  const byBrowser = new Map<string, number>();
  const byNetwork = new Map<string, number>();
  const follows = new Map<string, number>();
  function count({ networks, browser }: Caller, change: 1 | -1) {
    for (const { key } of networks) add(byNetwork, key, change);
    if (browser !== null) add(byBrowser, browser, change);
  }
  const hasRoom = (counts: Map<string, number>, networks: ClientNetwork[], most: number) =>
    networks.every(({ key, share }) => (counts.get(key) ?? 0) < most * share * factor);

  return {
    take(caller) {
      const { networks, browser } = caller;
      if (!hasRoom(byNetwork, networks, MAX_CONNECTIONS_PER_NETWORK)) return false;
      if (browser !== null && (byBrowser.get(browser) ?? 0) >= MAX_CONNECTIONS_PER_BROWSER * factor) return false;
      count(caller, 1);
      return true;
    },
    release: (caller) => count(caller, -1),
    mayFollow(networks) {
      if (!hasRoom(follows, networks, MAX_FOLLOWS_PER_NETWORK)) return false;
      for (const { key } of networks) add(follows, key, 1);
      return true;
    },
    newWindow: () => follows.clear(),
  };
}

function add(counts: Map<string, number>, key: string, change: 1 | -1) {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
