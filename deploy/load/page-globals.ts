import { setMaxListeners } from "node:events";
import { WebSocket } from "ws";

/** Opens a socket for whoever has this URL. */
const openers = new Map<string, () => WebSocket>();

/** A function that `new` can be used with, as with a browser's class: it returns the socket. */
function open(url: string): WebSocket {
  return openers.get(url)!();
}

/** Puts in place what the web app's live part uses of a browser: a page that is looked at, its events, and sockets. */
export function installPage(): void {
  const [page, events] = [new EventTarget(), new EventTarget()];
  for (const one of [page, events]) setMaxListeners(0, one);
  const { CONNECTING, OPEN, CLOSING, CLOSED } = WebSocket;
  Object.assign(globalThis, {
    document: Object.assign(page, { visibilityState: "visible" }),
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket: Object.assign(open, { CONNECTING, OPEN, CLOSING, CLOSED }),
  });
}

/** Makes a URL whose sockets are opened this way: by a visitor with cookies of their own. */
export function socketUrl(opens: () => WebSocket): string {
  const url = `ws://reader-${openers.size}`;
  openers.set(url, opens);
  return url;
}
