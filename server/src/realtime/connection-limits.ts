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
  release(caller: Caller): void;
  /** Counts one more event that the network follows in this window; false if there are too many. */
  mayFollow(networks: ClientNetwork[]): boolean;
  newWindow(): void;
}

/** Limits the connections to this process, so that no client fills it alone. */
export function createConnectionLimits(factor = 1): ConnectionLimits {
  const connections = new Map<string, number>();
  const follows = new Map<string, number>();
  const bounds = ({ networks, browser }: Caller) => [
    ...networks.map(({ key, share }) => ({ key, most: MAX_CONNECTIONS_PER_NETWORK * share * factor })),
    ...(browser === null ? [] : [{ key: `browser ${browser}`, most: MAX_CONNECTIONS_PER_BROWSER * factor }]),
  ];
  const hasRoom = (counts: Map<string, number>) => (bound: { key: string; most: number }) => (counts.get(bound.key) ?? 0) < bound.most;

  return {
    take(caller) {
      const wanted = bounds(caller);
      if (!wanted.every(hasRoom(connections))) return false;
      for (const { key } of wanted) connections.set(key, (connections.get(key) ?? 0) + 1);
      return true;
    },
    release(caller) {
      for (const { key } of bounds(caller)) {
        const left = (connections.get(key) ?? 1) - 1;
        if (left > 0) connections.set(key, left);
        else connections.delete(key);
      }
    },
    mayFollow(networks) {
      const wanted = networks.map(({ key, share }) => ({ key, most: MAX_FOLLOWS_PER_NETWORK * share * factor }));
      if (!wanted.every(hasRoom(follows))) return false;
      for (const { key } of wanted) follows.set(key, (follows.get(key) ?? 0) + 1);
      return true;
    },
    newWindow: () => follows.clear(),
  };
}
