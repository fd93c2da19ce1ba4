import type { LogEntry } from "@turnout/contract/log";
import type { Message } from "@turnout/contract/chat-entries";
import type { EventStore } from "../live/event-store.ts";
import { type KnownMessages, moveWindow, patchOlder, prependPage } from "./known-messages.ts";

type Page = { messages: Message[]; hasOlder: boolean; seq: number };

export interface ConversationView extends KnownMessages {
  loading: boolean;
  failed: boolean;
}

export interface Conversation {
  get(): ConversationView;
  subscribe(listener: () => void): () => void;
  loadOlder(): Promise<void>;
  /** Sets whether the reader is at the newest message: then old ones may be dropped. */
  readsNewest(isAtNewest: boolean): void;
}

/** All messages of an event that a page has, kept current by the log. Follows the store while it has listeners. */
export function openConversation(store: EventStore, loadPage: (before: number) => Promise<Page>): Conversation {
  const listeners = new Set<() => void>();
  let view: ConversationView = { older: [], window: [], hasOlder: false, loading: false, failed: false };
  let sinceAsked: LogEntry[] = [];
  let isAtNewest = true;
  let stop = () => {};

  function change(patch: Partial<ConversationView>) {
    view = { ...view, ...patch };
    for (const listener of listeners) listener();
  }

  function follow() {
    const { snapshot } = store.get();
    if (!snapshot || snapshot.messages === view.window) return;
    change(moveWindow(view, snapshot.messages, snapshot.hasOlderMessages, isAtNewest));
  }

  function receive(entries: LogEntry[]) {
    if (view.loading) sinceAsked.push(...entries);
    const patched = patchOlder(view, entries);
    if (patched !== view) change(patched);
  }

  const { snapshot } = store.get();
  if (snapshot) view = { ...view, window: snapshot.messages, hasOlder: snapshot.hasOlderMessages };
  return {
    get: () => view,
    subscribe(listener) {
      if (listeners.size === 0) {
        const stops = [store.subscribe(follow), store.onEntries(receive)];
        stop = () => stops.forEach((end) => end());
        follow();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    async loadOlder() {
      const first = view.older[0] ?? view.window[0];
      if (view.loading || !first || !view.hasOlder) return;
      sinceAsked = [];
      change({ loading: true, failed: false });
      try {
        const page = await loadPage(first.seq);
        const stillFirst = (view.older[0] ?? view.window[0])?.messageId === first.messageId;
        change({ ...(stillFirst ? prependPage(view, page, sinceAsked) : view), loading: false });
      } catch {
        change({ loading: false, failed: true });
      }
    },
    readsNewest: (next) => void (isAtNewest = next),
  };
}
