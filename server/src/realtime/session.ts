import type { Viewer } from "@turnout/contract/audience";
import { assertNever } from "@turnout/contract/assert-never";
import { ClientMessage, CLOSE, MAX_FOLLOWED, type Follow } from "@turnout/contract/live";
import type { Feeds } from "./feeds.ts";
import { frameOf, type Subscriber, type Frame } from "./subscriber.ts";
import type { Presence } from "./presence.ts";

/** Messages that a client may send within `MESSAGE_WINDOW` (ms). */
export const MAX_MESSAGES = 60;
export const MESSAGE_WINDOW = 10_000;

/** Who opened a connection, by the cookies of its upgrade request. */
export interface Identity {
  user: { id: string; name: string; email: string } | null;
  sessionId: string | null;
  visitId: string | null;
}

/** One client's connection, independent of the transport. */
export interface Connection {
  send(frame: Frame): void;
  /** Whether what was sent before has left; `Session.drained` is called once it has. */
  hasRoom(): boolean;
  close(code: number, reason: string): void;
  /** The client's browser, as far as it is known. */
  readonly browser?: string | null;
  /** Whether this client may follow one more event now. Absent: always. */
  mayFollow?(): boolean;
}

export interface SessionDeps {
  feeds: Pick<Feeds, "subscribe" | "resume" | "unsubscribe">;
  presence: Pick<Presence, "changed" | "typing">;
  viewerOf(eventId: string, identity: Identity): Promise<Viewer | null>;
  countSlowReader?: () => void;
  onError(error: unknown): void;
}

/** The protocol state of one connection. */
export interface Session {
  readonly identity: Identity;
  /** A client message; null for a binary frame. */
  receive(text: string | null): Promise<void>;
  /** The connection has room again. */
  drained(): void;
  /** Starts a new window for `MAX_MESSAGES`. */
  newWindow(): void;
  /** The connection is closed. */
  end(): void;
}

/** Speaks the live protocol over one connection. See docs/live-protocol.md. */
export function openSession(deps: SessionDeps, connection: Connection, identity: Identity): Session {
  /** By event. A symbol stands for an attempt that is still pending. */
  const followed = new Map<string, Subscriber | symbol>();
  let isOpen = true;
  let messages = 0;

  async function receive(text: string | null) {
    if (++messages > MAX_MESSAGES) return connection.close(CLOSE.badMessages, "too many messages");
    const message = parseMessage(text);
    if (!message) return connection.send(frameOf({ type: "error", code: "bad_message" }));
    switch (message.type) {
      case "follow":
        return follow(message);
      case "unfollow":
        return unfollow(message.eventId);
      case "typing": {
        const subscriber = followed.get(message.eventId);
        return typeof subscriber === "object" ? deps.presence.typing(message.eventId, subscriber, message.done) : undefined;
      }
      case "ping":
        return connection.send(frameOf({ type: "pong" }));
      default:
        return assertNever(message);
    }
  }

  async function follow({ eventId, epoch, after }: Follow) {
    if (typeof followed.get(eventId) === "symbol") return;
    if (connection.mayFollow?.() === false) return connection.close(CLOSE.tooMany, "too many follows");
    unfollow(eventId);
    if (followed.size >= MAX_FOLLOWED) return connection.send(frameOf({ type: "error", code: "too_many_followed" }));
    const mine = Symbol("joining");
    followed.set(eventId, mine);
    const joining = {
      admit: () => deps.viewerOf(eventId, identity),
      send: connection.send,
      hasRoom: connection.hasRoom,
      browser: connection.browser ?? null,
      cutOff() {
        deps.countSlowReader?.();
        connection.close(CLOSE.tooSlow, "too slow");
      },
    };
    const subscriber = await deps.feeds.subscribe(eventId, { epoch, after }, joining).catch((error) => {
      deps.onError(error);
      connection.close(CLOSE.goingAway, "try again");
      return null;
    });
    const isWanted = isOpen && followed.get(eventId) === mine;
    if (subscriber && isWanted) followed.set(eventId, subscriber);
    else if (subscriber) deps.feeds.unsubscribe(eventId, subscriber);
    else if (isWanted) followed.delete(eventId);
    deps.presence.changed(eventId);
  }

  function unfollow(eventId: string) {
    const subscriber = followed.get(eventId);
    followed.delete(eventId);
    if (typeof subscriber !== "object") return;
    deps.feeds.unsubscribe(eventId, subscriber);
    deps.presence.changed(eventId);
  }

  return {
    identity,
    receive,
    drained() {
      for (const [eventId, subscriber] of followed) if (typeof subscriber === "object") deps.feeds.resume(eventId, subscriber);
    },
    newWindow: () => void (messages = 0),
    end() {
      isOpen = false;
      for (const eventId of followed.keys()) unfollow(eventId);
    },
  };
}

function parseMessage(text: string | null): ClientMessage | null {
  if (text === null) return null;
  try {
    return ClientMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
