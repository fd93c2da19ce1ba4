import type { Viewer } from "@turnout/contract/audience";
import type { ServerFrame } from "@turnout/contract/live";

type Reset = Extract<ServerFrame, { type: "reset" }>;
type Ended = Extract<ServerFrame, { type: "ended" }>;

/** One message to clients, serialized once however many get it. */
export interface Frame {
  readonly text: string;
  /** The WebSocket frame's bytes, made on first use. */
  wire?: Buffer;
}

export function frameOf(frame: ServerFrame): Frame {
  return { text: JSON.stringify(frame) };
}

/** Where frames for one client go. */
export interface Sink {
  send(frame: Frame): void;
  /** Whether the connection takes more now. Entries wait until it does; presence is skipped. */
  hasRoom(): boolean;
  /** Closes the connection of a client that is too far behind: it reconnects and resumes from the log (L11). */
  cutOff(): void;
  /** The client's browser, as far as it is known: people without a name are counted by it. */
  readonly browser?: string | null;
}

/** A client that has an event's page open, as the event's feed sees it. */
export interface Subscriber extends Sink {
  readonly viewer: Viewer;
  /** The position up to which everything has been sent. */
  cursor: number;
  /** True once unsubscribed; nothing is sent after that. */
  ended: boolean;
}

/** A subscriber whose frames go where its client's do. A class, since there is one for each viewer: it has no functions of its own. */
class SinkSubscriber implements Subscriber {
  ended = false;
  readonly viewer: Viewer;
  cursor: number;
  private readonly sink: Sink;

  constructor(viewer: Viewer, cursor: number, sink: Sink) {
    this.viewer = viewer;
    this.cursor = cursor;
    this.sink = sink;
  }

  send(frame: Frame) {
    this.sink.send(frame);
  }

  hasRoom() {
    return this.sink.hasRoom();
  }

  cutOff() {
    this.sink.cutOff();
  }

  get browser() {
    return this.sink.browser ?? null;
  }
}

export const startSubscriber = (viewer: Viewer, cursor: number, sink: Sink): Subscriber => new SinkSubscriber(viewer, cursor, sink);

/** Tells a client to load a fresh snapshot. */
export function sendReset(client: Pick<Sink, "send">, reset: Omit<Reset, "type">, countReset?: (reason: string) => void): void {
  countReset?.(reset.reason);
  client.send(frameOf({ type: "reset", ...reset }));
}

/** Tells a client that it may not see the event any more, or that there is none. */
export function sendEnded(client: Pick<Sink, "send">, ended: Omit<Ended, "type">): void {
  client.send(frameOf({ type: "ended", ...ended }));
}
