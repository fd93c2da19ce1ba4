import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { messageWords } from "@turnout/contract/message-words";
import type { LogEntry } from "@turnout/contract/log";
import { useEntries, useEventStore } from "../live/use-event.ts";
import { announce } from "../ui/announcer.tsx";

/** Longest text that is read out, in characters; the rest is in the message. */
const MAX_ANNOUNCED = 200;

/** A message as it is read out. */
export const spoken = (text: string) => messageWords(text).slice(0, MAX_ANNOUNCED);

/** Announces the messages of others to screen readers. */
export function useAnnouncedMessages() {
  const { t } = useLingui();
  const store = useEventStore();
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        const myId = store.get().snapshot?.viewer.personId;
        for (const { body } of entries) {
          if (body.type !== "chat.posted" || body.message.author.personId === myId) continue;
          const words = spoken(body.message.text);
          announce(t`${body.message.author.name}: ${words}`);
        }
      },
      [store, t],
    ),
  );
}
