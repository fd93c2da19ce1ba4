import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/command-reply.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** What is said once it is done, and how it is undone. */
export interface Told {
  done: string | ((result: unknown) => string);
  undo?: (() => void) | undefined;
}

/** Sends a command about a guest; resolves to whether it was done. A refusal is told as a toast. */
export function useGuestCommand() {
  const store = useEventStore();
  const words = useRefusalWords();
  const { t } = useLingui();
  return useCallback(
    async (name: string, send: (commandId: string) => Promise<Reply>, told: string | Told): Promise<boolean> => {
      const commandId = newId();
      const reply = await store.pending.run(name, { commandId }, () => send(commandId));
      if (reply.type === "committed") {
        const { done, undo } = typeof told === "string" ? { done: told, undo: undefined } : told;
        const text = typeof done === "string" ? done : done(reply.result);
        showToast(text, { tone: "success", ...(undo && { action: { label: t`Undo`, run: undo } }) });
        return true;
      }
      store.pending.forget(commandId);
      showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
      return false;
    },
    [store, words, t],
  );
}
