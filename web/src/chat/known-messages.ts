import type { LogEntry } from "@turnout/contract/log";
import { chatChanges, type Conversation, type Message } from "@turnout/contract/chat-entries";

/** The messages a page holds: those of the snapshot, which is a window, and those before them that were once loaded or seen. */
export interface KnownMessages {
  older: Message[];
  window: Message[];
  /** Whether the server has messages before the first one here. */
  hasOlder: boolean;
}

/** Older messages kept while the reader stands at the newest one; whoever scrolls up keeps all they have. */
export const OLDER_KEPT = 200;

/**
 * The known messages after the snapshot moved forward. Messages that slide out of its window stay. A snapshot that was
 * loaded anew shares no message object with the one before: the messages between are unknown, so it starts over.
 */
export function moveWindow(known: KnownMessages, window: Message[], windowHasOlder: boolean, atNewest: boolean): KnownMessages {
  if (window === known.window) return known;
  if (!continues(known, window)) return { older: [], window, hasOlder: windowHasOlder };
  const start = window[0]?.seq ?? Infinity;
  const older = [...known.older, ...known.window.filter((message) => message.seq < start)];
  const tooMany = atNewest && older.length > OLDER_KEPT;
  return { older: tooMany ? older.slice(-OLDER_KEPT) : older, window, hasOlder: known.hasOlder || tooMany };
}

function continues(known: KnownMessages, window: Message[]): boolean {
  if (known.window.length === 0) return known.older.length === 0 && !known.hasOlder;
  const before = new Set(known.window);
  return window.some((message) => before.has(message));
}

/** A page of older messages in front of what is known. `since` are the entries that came while it was on its way. */
export function prependPage(
  known: KnownMessages,
  page: { messages: Message[]; hasOlder: boolean; seq: number },
  since: LogEntry[],
): KnownMessages {
  const first = (known.older[0] ?? known.window[0])?.seq ?? Infinity;
  const missing = page.messages.filter((message) => message.seq < first);
  const patched = since.filter((entry) => entry.seq > page.seq).reduce(patchMessages, missing);
  return { ...known, older: [...patched, ...known.older], hasOlder: page.hasOlder };
}

/** Applies the entries that move the snapshot to the messages before its window. */
export function patchOlder(known: KnownMessages, entries: LogEntry[]): KnownMessages {
  const older = entries.reduce(patchMessages, known.older);
  return older === known.older ? known : { ...known, older };
}

/** What changes messages: every kind of the conversation but the one that adds them. */
const changes = new Map(Object.entries(chatChanges).filter(([type]) => type !== "chat.posted")) as unknown as Map<string, Change>;
type Change = (conversation: Conversation, body: LogEntry["body"]) => Partial<Conversation>;

function patchMessages(messages: Message[], { body }: LogEntry): Message[] {
  const changed = changes.get(body.type)?.({ messages, hasOlderMessages: false, pinned: null }, body).messages ?? messages;
  return changed.some((message, at) => message !== messages[at]) ? changed : messages;
}
