import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { Answer } from "@turnout/contract/guests";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/pending-commands.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** What is said once it is done, and how it is undone. */
export interface Told {
  done: string;
  undo?: (() => void) | undefined;
}

/** What a host does to one guest. Each resolves to whether it was done; a refusal is told as a toast. */
export function useGuestCommands(eventId: string) {
  const store = useEventStore();
  const words = useRefusalWords();
  const { t } = useLingui();

  const run = useCallback(
    async (name: string, send: (commandId: string) => Promise<Reply>, told: string | Told): Promise<boolean> => {
      const commandId = newId();
      const reply = await store.pending.run(name, { commandId }, () => send(commandId));
      if (reply.type === "committed") {
        const { done, undo } = typeof told === "string" ? { done: told, undo: undefined } : told;
        showToast(done, { tone: "success", ...(undo && { action: { label: t`Undo`, run: undo } }) });
        return true;
      }
      store.pending.forget(commandId);
      showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
      return false;
    },
    [store, words, t],
  );

  const path = (guestId: string) => ({ eventId, guestId });
  return {
    answer: (guestId: string, input: { answer: Answer; plusOnes: string[]; override: boolean }, done: Told) =>
      run(
        "answerForGuest",
        (commandId) =>
          replyOf(
            api.PUT("/api/events/{eventId}/guests/{guestId}/rsvp", { params: { path: path(guestId) }, body: { commandId, ...input } }),
          ),
        done,
      ),
    add: (input: { guestId: string; name: string; email?: string; answer: Answer; plusOnes: string[]; override: boolean }, done: string) =>
      run(
        "addGuest",
        (commandId) => replyOf(api.POST("/api/events/{eventId}/guests", { params: { path: { eventId } }, body: { commandId, ...input } })),
        done,
      ),
    edit: (guestId: string, input: { name?: string; email?: string | null }, done: string) =>
      run(
        "editGuest",
        (commandId) =>
          replyOf(api.PATCH("/api/events/{eventId}/guests/{guestId}", { params: { path: path(guestId) }, body: { commandId, ...input } })),
        done,
      ),
    remove: (guestId: string, done: string) =>
      run(
        "removeGuest",
        (commandId) =>
          replyOf(api.DELETE("/api/events/{eventId}/guests/{guestId}", { params: { path: path(guestId), query: { commandId } } })),
        done,
      ),
    resend: (guestId: string, done: string) =>
      run(
        "resendInvitation",
        (commandId) =>
          replyOf(api.POST("/api/events/{eventId}/guests/{guestId}/invitation", { params: { path: path(guestId) }, body: { commandId } })),
        done,
      ),
    revoke: (guestId: string, done: string) =>
      run(
        "revokeInvitation",
        (commandId) =>
          replyOf(
            api.DELETE("/api/events/{eventId}/guests/{guestId}/invitation", { params: { path: path(guestId), query: { commandId } } }),
          ),
        done,
      ),
  };
}
