import pg from "pg";
import type { Changing } from "../changing.ts";

/**
 * A class of clients that each connect by the URL of that moment. When it changes, those that are connected finish what
 * they do, and their pool closes them with their next release.
 */
export function clientsOf(url: Changing<string>): typeof pg.Client {
  const connected = new Set<pg.Client>();
  url.onChange(() => connected.forEach(useNoMore));
  return class extends pg.Client {
    constructor(options: pg.ClientConfig) {
      super({ ...options, connectionString: url.current });
      connected.add(this);
      this.once("end", () => connected.delete(this));
    }
  };
}

/** A pool closes clients that have been used as often as `maxUses` says, which is never unless they say so. */
function useNoMore(client: pg.Client) {
  (client as unknown as { _poolUseCount: number })._poolUseCount = Infinity;
}

/** Closes connections that nobody uses, so that none of an earlier user is handed out. */
export function closeIdle(pool: pg.Pool): void {
  for (let idle = pool.idleCount; idle > 0; idle--)
    pool.connect().then(
      (client) => client.release(true),
      () => {}, // it is lost already
    );
}
