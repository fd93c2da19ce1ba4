import type { Viewer } from "@turnout/contract/audience";
import { assertNever } from "@turnout/contract/assert-never";
import { ClientMessage, CLOSE, MAX_FOLLOWED, type Follow } from "@turnout/contract/live";
import type { Feeds } from "./feeds.ts";
import { frameOf, type Follower, type Frame } from "./follower.ts";
import type { Presence } from "./presence.ts";

/** Messages a client may send within `MESSAGE_WINDOW` ms. */
export const MAX_MESSAGES = 60;
export const MESSAGE_WINDOW = 10_000;

/** Who opened a line, as their cookies told then. */
export interface Identity {
  user: { id: string; name: string; email: string } | null;
  sessionId: string | null;
  visitId: string | null;
}

/** One reader's line, whatever carries it. */
export interface Line {
  send(frame: Frame): void;
  /** Whether what was sent before has left; `Session.drained` is called once it has. */
  hasRoom(): boolean;
  close(code: number, reason: string): void;
  /** Which browser is at the other end, as far as that is known. */
  readonly browser?: string | null;
  /** Whether whoever is there may follow one more event just now. Absent: always. */
  mayFollow?(): boolean;
}

export interface SessionDeps {
  feeds: Pick<Feeds, "follow" | "resume" | "leave">;
  presence: Pick<Presence, "changed" | "typing">;
  viewerOf(eventId: string, identity: Identity): Promise<Viewer | null>;
  countSlowReader?: () => void;
  onError(error: unknown): void;
}

/** What one line is used for, from its opening to its end. */
export interface Session {
  readonly identity: Identity;
  /** One message from the client; null: not even text. */
  receive(text: string | null): Promise<void>;
  /** The line takes more again. */
  drained(): void;
  /** A new window in which the client may send messages has begun. */
  newWindow(): void;
  /** The line is gone. */
  end(): void;
}

/** Speaks the live protocol over one line. See docs/live-protocol.md. */
export function openSession(deps: SessionDeps, line: Line, identity: Identity): Session {
  /** A symbol stands for one try to follow that has not come to an end yet. */
  const followed = new Map<string, Follower | symbol>();
  let isOpen = true;
  let messages = 0;

  async function receive(text: string | null) {
    if (++messages > MAX_MESSAGES) return line.close(CLOSE.badMessages, "too many messages");
    const message = parseMessage(text);
    if (!message) return line.send(frameOf({ type: "error", code: "bad_message" }));
    switch (message.type) {
      case "follow":
        return follow(message);
      case "unfollow":
        return unfollow(message.eventId);
      case "typing": {
        const follower = followed.get(message.eventId);
        return typeof follower === "object" ? deps.presence.typing(message.eventId, follower, message.done) : undefined;
      }
      case "ping":
        return line.send(frameOf({ type: "pong" }));
      default:
        return assertNever(message);
    }
  }

  async function follow({ eventId, epoch, after }: Follow) {
    if (typeof followed.get(eventId) === "symbol") return;
    if (line.mayFollow?.() === false) return line.close(CLOSE.tooMany, "too many follows");
    unfollow(eventId);
    if (followed.size >= MAX_FOLLOWED) return line.send(frameOf({ type: "error", code: "too_many_followed" }));
    const mine = Symbol("joining");
    followed.set(eventId, mine);
    const newcomer = {
      admit: () => deps.viewerOf(eventId, identity),
      send: line.send,
      hasRoom: line.hasRoom,
      browser: line.browser ?? null,
      cutOff() {
        deps.countSlowReader?.();
        line.close(CLOSE.tooSlow, "too slow");
      },
    };
    const follower = await deps.feeds.follow(eventId, { epoch, after }, newcomer).catch((error) => {
      deps.onError(error);
      line.close(CLOSE.goingAway, "try again");
      return null;
    });
    const isWanted = isOpen && followed.get(eventId) === mine;
    if (follower && isWanted) followed.set(eventId, follower);
    else if (follower) deps.feeds.leave(eventId, follower);
    else if (isWanted) followed.delete(eventId);
    deps.presence.changed(eventId);
  }

  function unfollow(eventId: string) {
    const follower = followed.get(eventId);
    followed.delete(eventId);
    if (typeof follower !== "object") return;
    deps.feeds.leave(eventId, follower);
    deps.presence.changed(eventId);
  }

  return {
    identity,
    receive,
    drained() {
      for (const [eventId, follower] of followed) if (typeof follower === "object") deps.feeds.resume(eventId, follower);
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
