import { type Connection, openConnection } from "./connection.ts";
import { followEvent } from "./follow-event.ts";

/** What keeps a page's events current: the one connection, and what follows an event over it. */
export interface Live {
  connection: Connection;
  follow: typeof followEvent;
}

let connection: Connection | undefined;

/** The page's connection, opened when first needed. */
export function openLive(): Live {
  connection ??= openConnection(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
  return { connection, follow: followEvent };
}
