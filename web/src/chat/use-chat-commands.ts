import { useMemo } from "react";
import type { MentionToMake } from "@turnout/contract/mentions";
import { api, replyOf } from "../api/client.ts";
import { useGuestRefusalWords } from "../api/use-guest-refusal-words.ts";
import type { Reply } from "../live/command-reply.ts";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
import { showToast } from "../ui/toast.ts";

/** What a message says, and whom it names; left out: nobody. */
export interface Said {
  text: string;
  mentions?: MentionToMake[];
}

export type ChatCommands = ReturnType<typeof useChatCommands>;

/** The commands of the chat. Each shows at once; a message that fails stays in place, to be sent again or discarded. */
export function useChatCommands() {
  const store = useEventStore();
  const words = useGuestRefusalWords();
  return useMemo(() => {
    const { eventId, pending } = store;
    const path = { eventId };

    /** Whether it was done. What could not be done is shown as it was before, so a toast with the reason is enough. */
    async function settle(commandId: string, running: Promise<Reply>): Promise<boolean> {
      const reply = await running;
      if (reply.type === "committed") return true;
      pending.forget(commandId);
      showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
      return false;
    }
    /** What was refused for whom it names is sent again as a text that names nobody. */
    async function orUnnamed(body: Said, sending: Promise<Reply>): Promise<Reply> {
      const reply = await sending;
      if (reply.type === "refused" && reply.code === "mention_unknown") delete body.mentions;
      return reply;
    }
    return {
      post(said: Said, replyTo: string | null) {
        const body = { commandId: newId(), ...said, replyTo };
        return pending.run("postMessage", body, () =>
          orUnnamed(body, replyOf(api.POST("/api/events/{eventId}/messages", { params: { path }, body }))),
        );
      },
      edit(messageId: string, said: Said) {
        const body = { commandId: newId(), ...said };
        return pending.run("editMessage", { ...body, messageId }, () =>
          orUnnamed(
            body,
            replyOf(api.PATCH("/api/events/{eventId}/messages/{messageId}", { params: { path: { eventId, messageId } }, body })),
          ),
        );
      },
      async remove(messageId: string) {
        const query = { commandId: newId() };
        await settle(
          query.commandId,
          pending.run("deleteMessage", { ...query, messageId }, () =>
            replyOf(api.DELETE("/api/events/{eventId}/messages/{messageId}", { params: { path: { eventId, messageId }, query } })),
          ),
        );
      },
      settle,
      retry: pending.retry,
      discard: pending.forget,
    };
  }, [store, words]);
}
