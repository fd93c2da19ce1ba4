import { useMemo, useState, useSyncExternalStore } from "react";
import type { ChatAuthor } from "@turnout/contract/chat-entries";
import { api, read } from "../api/client.ts";
import { useEventSnapshot, useEventStore, useEventView } from "../live/use-event.ts";
import { openConversation } from "./conversation.ts";
import { withPending } from "./with-pending.ts";

/** The conversation as this reader sees it: the log's messages, and pending ones. */
export function useConversation() {
  const store = useEventStore();
  const pending = useEventView((view) => view.pending);
  const { eventId } = store;
  const [loaded] = useState(() =>
    openConversation(store, (before) =>
      read(api.GET("/api/events/{eventId}/messages", { params: { path: { eventId }, query: { before } } })),
    ),
  );
  const { older, window, hasOlder, loading, failed } = useSyncExternalStore(loaded.subscribe, loaded.get);
  const me = useSpeaker();
  const messages = useMemo(() => withPending([...older, ...window], pending, me), [older, window, pending, me]);
  return { messages, me, hasOlder, loading, failed, loadOlder: loaded.loadOlder, readsNewest: loaded.readsNewest };
}

/** The name that the reader posts under; null for those who may not post. */
export function useSpeaker(): ChatAuthor | null {
  const { viewer, hosts, me } = useEventSnapshot();
  const { personId } = viewer;
  const name = viewer.class === "host" ? hosts.find((host) => host.userId === personId)?.name : me?.name;
  return useMemo(
    () => (viewer.class === "public" || !personId ? null : { personId, name: name ?? "", role: viewer.class }),
    [viewer.class, personId, name],
  );
}
