import { useMemo } from "react";
import { api, replyOf } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
import { showToast } from "../ui/toast.ts";

export type ChatCommands = ReturnType<typeof useChatCommands>;

/** What can be said and taken back. Each shows at once; words that fail stay where they are, to be sent again or discarded. */
export function useChatCommands() {
  const store = useEventStore();
  const words = useRefusalWords();
  return useMemo(() => {
    const { eventId, pending } = store;
    const path = { eventId };
    return {
      post(text: string, replyTo: string | null) {
        const body = { commandId: newId(), text, replyTo };
        return pending.run("postMessage", body, () => replyOf(api.POST("/api/events/{eventId}/messages", { params: { path }, body })));
      },
      edit(messageId: string, text: string) {
        const body = { commandId: newId(), text };
        return pending.run("editMessage", { ...body, messageId }, () =>
          replyOf(api.PATCH("/api/events/{eventId}/messages/{messageId}", { params: { path: { eventId, messageId } }, body })),
        );
      },
      /** A message that could not be deleted is back with all its words, so a toast is enough to say why. */
      async remove(messageId: string) {
        const query = { commandId: newId() };
        const reply = await pending.run("deleteMessage", { ...query, messageId }, () =>
          replyOf(api.DELETE("/api/events/{eventId}/messages/{messageId}", { params: { path: { eventId, messageId }, query } })),
        );
        if (reply.type === "committed") return;
        pending.forget(query.commandId);
        showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
      },
      retry: pending.retry,
      discard: pending.forget,
    };
  }, [store, words]);
}
