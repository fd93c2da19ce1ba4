import { useSyncExternalStore } from "react";

let unread = 0;
const listeners = new Set<() => void>();

/** How many notifications of the account are unread, as far as this page knows. */
export function useUnread(): number {
  return useSyncExternalStore(subscribe, () => unread);
}

export function showUnread(next: number): void {
  if (next === unread) return;
  unread = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
