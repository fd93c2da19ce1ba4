import type { Manner } from "./load/connect.ts";
import { followText, HEADERS, LIVE_AT, LIVE_PATH, type Room } from "./product.ts";

/** How viewers of each kind of server begin. */
export const rawManner = (port: number): Manner => ({ port, counting: "frames", path: null, headers: "", greeting: null, liveAt: null });

export const wsManner = (port: number): Manner => ({ port, counting: "frames", path: "/", headers: "", greeting: null, liveAt: null });

export const socketIoManner = (port: number): Manner => ({
  port,
  counting: "socket.io",
  path: "/socket.io/?EIO=4&transport=websocket",
  headers: "",
  greeting: "40",
  liveAt: '40{"sid"',
});

/** Signed in by cookie, following the event from where the page would be. */
export const turnoutManner = (port: number, room: Room, behind = 0): Manner => ({
  port,
  counting: "entries",
  path: LIVE_PATH,
  headers: HEADERS,
  greeting: followText(room, behind),
  liveAt: LIVE_AT,
});
