import { useState } from "react";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { CommandDetails, CommandInput, CommandName } from "../../live/command-inputs.ts";
import type { Reply } from "../../live/command-reply.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** One command of a host, with its refusal shown as a toast. `run` resolves to whether it was committed. */
export function useHostCommand<Name extends CommandName>(name: Name, send: (input: CommandInput<Name>) => Promise<Reply>, done: string) {
  const store = useEventStore();
  const words = useRefusalWords();
  const [pending, setPending] = useState(false);

  async function run(details: CommandDetails<Name>): Promise<boolean> {
    const input = { ...details, commandId: newId() } as CommandInput<Name>;
    setPending(true);
    const reply = await store.pending.run(name, input, () => send(input));
    setPending(false);
    if (reply.type === "committed") {
      showToast(done, { tone: "success" });
      return true;
    }
    store.pending.forget(input.commandId);
    showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
    return false;
  }
  return { run, pending };
}
