import { useSyncExternalStore } from "react";

/** Whether the browser says that it has no network. */
export const useIsAway = (): boolean => useSyncExternalStore(onChange, () => !navigator.onLine);

function onChange(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => (removeEventListener("online", changed), removeEventListener("offline", changed));
}
