import type { Counting } from "./load/count-frames.ts";
import { followText, HEADERS, LIVE_AT, LIVE_PATH, type Room } from "./product.ts";

/** How a client connects, up to where messages come. */
export interface ClientOptions {
  port: number;
  /** The address of this machine that it comes from. Absent: the system's choice. */
  from?: string;
  counting: Counting;
  /** Of the WebSocket. Null: none is opened, frames come at once. */
  path: string | null;
  headers: string;
  /** What is sent once the connection is open. */
  greeting: string | null;
  /** What is sent when Socket.IO has let us in. */
  afterwards?: string;
  /** What a text frame begins with that says: from here on it is live. Null: the open connection is. */
  liveAt: string | null;
}

export const rawClient = (port: number): ClientOptions => ({ ...wsClient(port), path: null });

export const wsClient = (port: number): ClientOptions => ({
  port,
  counting: "frames",
  path: "/",
  headers: "",
  greeting: null,
  liveAt: null,
});

export const socketIoClient = (port: number): ClientOptions => ({
  ...wsClient(port),
  counting: "socket.io",
  path: "/socket.io/?EIO=4&transport=websocket",
  greeting: "40",
  liveAt: '40{"sid"',
});

/** Signed in by cookie, following the event from where the page would be. */
export const turnoutClient = (port: number, room: Room, behind = 0): ClientOptions => ({
  port,
  counting: "entries",
  path: LIVE_PATH,
  headers: HEADERS,
  greeting: followText(room, behind),
  liveAt: LIVE_AT,
});
