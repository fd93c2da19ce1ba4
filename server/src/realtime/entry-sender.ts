import { endsAccess } from "@turnout/contract/entry-kinds";
import type { StoredEntry } from "@turnout/contract/log";
import type { RecentEntries } from "./recent-entries.ts";
import { sendEnded, sendReset, type Subscriber } from "./subscriber.ts";

interface EntrySenderDeps {
  eventId: string;
  recent: RecentEntries;
  subscribers: Set<Subscriber>;
  onError: (error: unknown) => void;
  countReset?: (reason: string) => void;
}

/** Brings single subscribers of an event to the head of its log. */
export interface EntrySender {
  /** Sends a subscriber what it misses, if its connection has room. */
  deliver(subscriber: Subscriber): void;
  /** The same for one of many: an error with one subscriber does not reach the others. */
  tryToDeliver(subscriber: Subscriber): void;
  leave(subscriber: Subscriber): void;
}

export function createEntrySender({ eventId, recent, subscribers, onError, countReset }: EntrySenderDeps): EntrySender {
  function tryToDeliver(subscriber: Subscriber) {
    try {
      deliver(subscriber);
    } catch (error) {
      onError(error);
      cutOff(subscriber);
    }
  }

  function deliver(subscriber: Subscriber) {
    const { viewer, cursor } = subscriber;
    if (subscriber.ended || cursor >= recent.head) return;
    const accessChange = cursor >= recent.start ? recent.accessChange(viewer, cursor) : undefined;
    if (accessChange) return revoke(subscriber, accessChange);
    if (cursor < recent.start) return cutOff(subscriber);
    if (!subscriber.hasRoom()) return;
    subscriber.send(recent.frame(viewer, cursor));
    subscriber.cursor = recent.head;
  }

  function cutOff(subscriber: Subscriber) {
    leave(subscriber);
    subscriber.cutOff();
  }

  function leave(subscriber: Subscriber) {
    subscriber.ended = true;
    subscribers.delete(subscriber);
  }

  /** Sends everything before the entry that ends this subscriber's access or changes what it may see, and nothing after. */
  function revoke(subscriber: Subscriber, entry: StoredEntry) {
    const { viewer, cursor } = subscriber;
    const last = entry.seq - 1;
    if (last > cursor && subscriber.hasRoom()) subscriber.send(recent.frame(viewer, cursor, last));
    subscriber.cursor = last;
    leave(subscriber);
    if (endsAccess(viewer, entry.body)) sendEnded(subscriber, { eventId, reason: "removed" });
    else sendReset(subscriber, { eventId, reason: "audience" }, countReset);
  }

  return { deliver, tryToDeliver, leave };
}
