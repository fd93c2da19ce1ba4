import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { CommandDetails, CommandInput, CommandName } from "../../live/command-inputs.ts";
import type { Reply } from "../../live/command-reply.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** The toast once it is done, and how it is undone. */
export interface Confirmation {
  done: string | ((result: unknown) => string);
  undo?: (() => void) | undefined;
}

/** Sends a command about a guest; resolves to whether it was done. A refusal is shown as a toast. */
export function useGuestCommand() {
  const store = useEventStore();
  const words = useRefusalWords();
  const { t } = useLingui();
  return useCallback(
    async <Name extends CommandName>(
      name: Name,
      details: CommandDetails<Name>,
      send: (input: CommandInput<Name>) => Promise<Reply>,
      confirmation: string | Confirmation,
    ): Promise<boolean> => {
      const input = { ...details, commandId: newId() } as CommandInput<Name>;
      const reply = await store.pending.run(name, input, () => send(input));
      if (reply.type === "committed") {
        const { done, undo } = typeof confirmation === "string" ? { done: confirmation, undo: undefined } : confirmation;
        const text = typeof done === "string" ? done : done(reply.result);
        showToast(text, { tone: "success", ...(undo && { action: { label: t`Undo`, run: undo } }) });
        return true;
      }
      store.pending.forget(input.commandId);
      showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
      return false;
    },
    [store, words, t],
  );
}
