import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ChatMode } from "@turnout/contract/events";
import { api, replyOf } from "../../api/client.ts";
import { newId } from "../../live/new-id.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { Card } from "../../ui/card.tsx";
import { RadioCards } from "../../ui/choice.tsx";
import { showToast } from "../../ui/toast.ts";
import { useChatChoices } from "../editor/use-chat-choices.ts";

/** Who may post in the chat; takes effect at once. */
export function ChatSection() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const store = useEventStore();
  const words = useRefusalWords();
  const choices = useChatChoices(details.visibility);
  const [wanted, setWanted] = useState<ChatMode | null>(null);

  async function choose(chat: ChatMode) {
    setWanted(chat);
    const input = { commandId: newId(), fields: { chat } };
    const reply = await store.pending.run("editEvent", input, () =>
      replyOf(api.PATCH("/api/events/{eventId}", { params: { path: { eventId } }, body: input })),
    );
    setWanted(null);
    if (reply.type === "committed") return;
    store.pending.forget(input.commandId);
    showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
  }
  return (
    <Card aria-labelledby="settings-chat">
      <h2 id="settings-chat">{t`Conversation`}</h2>
      <RadioCards
        legend={t`Who writes, who reads`}
        hideLegend
        value={wanted ?? details.chat}
        onChange={(chat) => void choose(chat)}
        options={choices}
      />
    </Card>
  );
}
