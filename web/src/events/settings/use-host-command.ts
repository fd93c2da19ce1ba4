import { useState } from "react";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/command-reply.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** One thing a host does here, with its refusal told as a toast. `run` resolves to whether it was done. */
export function useHostCommand(name: string, send: (commandId: string) => Promise<Reply>, done: string) {
  const store = useEventStore();
  const words = useRefusalWords();
  const [pending, setPending] = useState(false);

  async function run(): Promise<boolean> {
    const commandId = newId();
    setPending(true);
    const reply = await store.pending.run(name, { commandId }, () => send(commandId));
    setPending(false);
    if (reply.type === "committed") {
      showToast(done, { tone: "success" });
      return true;
    }
    store.pending.forget(commandId);
    showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
    return false;
  }
  return { run, pending };
}
