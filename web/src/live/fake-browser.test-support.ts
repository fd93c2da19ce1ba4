import { vi } from "vitest";

/** A line as a browser would have it, whose other end is the test. */
export class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  readyState = FakeSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly said: unknown[] = [];
  /** Set when the page closed a line that was not open yet, of which browsers complain. */
  complained = false;
  /** What the other end makes of what it hears. */
  heard: (message: { type: string }) => void = () => {};

  send(text: string) {
    this.said.push(JSON.parse(text));
    this.heard(JSON.parse(text));
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

  tell(frame: unknown) {
    if (this.readyState === FakeSocket.OPEN) this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  cut(code = 1006) {
    if (this.readyState === FakeSocket.CLOSED) return;
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code });
  }
}

/** A page with nothing but what the live line uses. `lines` are all that were ever opened, `events` what the browser tells. */
export function fakeBrowser(firstOnLine: (line: FakeSocket) => void = () => {}) {
  let onLine = firstOnLine;
  const lines: FakeSocket[] = [];
  const events = new EventTarget();
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.useFakeTimers();
  vi.stubGlobal(
    "WebSocket",
    Object.assign(
      function open() {
        const line = new FakeSocket();
        lines.push(line);
        onLine(line);
        return line;
      },
      { CONNECTING: 0, OPEN: 1, CLOSED: 3 },
    ),
  );
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  vi.stubGlobal("removeEventListener", events.removeEventListener.bind(events));
  return {
    lines,
    newest: () => lines.at(-1)!,
    online: () => void events.dispatchEvent(new Event("online")),
    offline: () => void events.dispatchEvent(new Event("offline")),
    /** From here on, lines go to another end. */
    dial: (next: (line: FakeSocket) => void) => void (onLine = next),
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

/** Puts the real world back. */
export function endFakeBrowser() {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}

/** Lets everything that waits for nothing but its turn happen. */
export const settle = () => vi.advanceTimersByTimeAsync(0);
