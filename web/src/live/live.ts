import { type Connection, openConnection } from "./connection.ts";
import { followEvent } from "./follow-event.ts";

/** The live part: the one connection, and following events over it. */
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
