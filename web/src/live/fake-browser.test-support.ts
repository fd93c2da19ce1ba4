import { vi } from "vitest";

/** A browser's WebSocket, whose server is the test. */
export class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  readonly CLOSED = FakeSocket.CLOSED;
  readyState = FakeSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: unknown[] = [];
  /** Set when the page closed a socket before it was open, for which browsers log an error. */
  complained = false;
  /** What the server does with a message. */
  onSent: (message: { type: string }) => void = () => {};

  send(text: string) {
    this.sent.push(JSON.parse(text));
    this.onSent(JSON.parse(text));
  }

  close() {
    this.complained ||= this.readyState === FakeSocket.CONNECTING;
    this.readyState = FakeSocket.CLOSED;
  }

  open() {
    if (this.readyState !== FakeSocket.CONNECTING) return;
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  deliver(frame: unknown) {
    if (this.readyState === FakeSocket.OPEN) this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  cut(code = 1006) {
    if (this.readyState === FakeSocket.CLOSED) return;
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code });
  }
}

/** A page with nothing but what the live connection uses. `sockets` are all that were ever opened. */
export function fakeBrowser(firstOnSocket: (socket: FakeSocket) => void = () => {}) {
  let onSocket = firstOnSocket;
  const sockets: FakeSocket[] = [];
  const events = new EventTarget();
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.useFakeTimers();
  vi.stubGlobal(
    "WebSocket",
    Object.assign(
      function open() {
        const socket = new FakeSocket();
        sockets.push(socket);
        onSocket(socket);
        return socket;
      },
      { CONNECTING: 0, OPEN: 1, CLOSED: 3 },
    ),
  );
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  vi.stubGlobal("removeEventListener", events.removeEventListener.bind(events));
  return {
    sockets,
    newest: () => sockets.at(-1)!,
    online: () => void events.dispatchEvent(new Event("online")),
    offline: () => void events.dispatchEvent(new Event("offline")),
    /** From here on, sockets reach another server. */
    dial: (next: (socket: FakeSocket) => void) => void (onSocket = next),
    hide() {
      page.visibilityState = "hidden";
      page.dispatchEvent(new Event("visibilitychange"));
    },
    look() {
      page.visibilityState = "visible";
      page.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

/** Restores the real globals. */
export function endFakeBrowser() {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}

/** Runs everything that is due now. */
export const settle = () => vi.advanceTimersByTimeAsync(0);
