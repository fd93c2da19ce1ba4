import type { Viewer } from "@turnout/contract/audience";
import { assertNever } from "@turnout/contract/assert-never";
import { ClientMessage, CLOSE, MAX_FOLLOWED, type Follow } from "@turnout/contract/live";
import type { Feeds } from "./feeds.ts";
import { frameOf, type Frame, type Sink, type Subscriber } from "./subscriber.ts";
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
  return new ClientSession(deps, connection, identity);
}

/** An event that a connection follows, or tries to. */
interface Followed {
  eventId: string;
  /** Null: the attempt is still pending. */
  subscriber: Subscriber | null;
}

/** Of connections that follow nothing. */
const NOTHING: readonly Followed[] = [];

/** A class, since every viewer has one: methods are made once for all, closures would be kept for each. */
class ClientSession implements Session, Sink {
  private followed = NOTHING;
  private isOpen = true;
  private messages = 0;
  private readonly deps: SessionDeps;
  private readonly connection: Connection;
  readonly identity: Identity;

  constructor(deps: SessionDeps, connection: Connection, identity: Identity) {
    this.deps = deps;
    this.connection = connection;
    this.identity = identity;
  }

  async receive(text: string | null) {
    if (++this.messages > MAX_MESSAGES) return this.connection.close(CLOSE.badMessages, "too many messages");
    const message = parseMessage(text);
    if (!message) return this.send(frameOf({ type: "error", code: "bad_message" }));
    switch (message.type) {
      case "follow":
        return this.follow(message);
      case "unfollow":
        return this.unfollow(message.eventId);
      case "typing": {
        const subscriber = this.find(message.eventId)?.subscriber;
        return subscriber ? this.deps.presence.typing(message.eventId, subscriber, message.done) : undefined;
      }
      case "ping":
        return this.send(frameOf({ type: "pong" }));
      default:
        return assertNever(message);
    }
  }

  private find(eventId: string): Followed | undefined {
    return this.followed.find((one) => one.eventId === eventId);
  }

  private forget(followed: Followed) {
    this.followed = this.followed.filter((one) => one !== followed);
  }

  private async follow({ eventId, epoch, after }: Follow) {
    const { deps, connection, identity } = this;
    if (this.find(eventId)?.subscriber === null) return;
    if (connection.mayFollow?.() === false) return connection.close(CLOSE.tooMany, "too many follows");
    this.unfollow(eventId);
    if (this.followed.length >= MAX_FOLLOWED) return this.send(frameOf({ type: "error", code: "too_many_followed" }));
    const mine: Followed = { eventId, subscriber: null };
    this.followed = this.followed.concat(mine); // a spread would keep room for a dozen more
    const admit = () => deps.viewerOf(eventId, identity);
    const subscriber = await deps.feeds.subscribe(eventId, { epoch, after }, this, admit).catch((error) => {
      deps.onError(error);
      connection.close(CLOSE.goingAway, "try again");
      return null;
    });
    const isWanted = this.isOpen && this.followed.includes(mine);
    if (subscriber && isWanted) mine.subscriber = subscriber;
    else if (subscriber) deps.feeds.unsubscribe(eventId, subscriber);
    else this.forget(mine);
    deps.presence.changed(eventId);
  }

  private unfollow(eventId: string) {
    const followed = this.find(eventId);
    if (!followed) return;
    this.forget(followed);
    if (!followed.subscriber) return;
    this.deps.feeds.unsubscribe(eventId, followed.subscriber);
    this.deps.presence.changed(eventId);
  }

  send(frame: Frame) {
    this.connection.send(frame);
  }

  hasRoom() {
    return this.connection.hasRoom();
  }

  cutOff() {
    this.deps.countSlowReader?.();
    this.connection.close(CLOSE.tooSlow, "too slow");
  }

  get browser() {
    return this.connection.browser ?? null;
  }

  drained() {
    for (const { eventId, subscriber } of this.followed) if (subscriber) this.deps.feeds.resume(eventId, subscriber);
  }

  newWindow() {
    this.messages = 0;
  }

  end() {
    this.isOpen = false;
    for (const { eventId } of this.followed) this.unfollow(eventId);
  }
}

function parseMessage(text: string | null): ClientMessage | null {
  if (text === null) return null;
  try {
    return ClientMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
