import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { markupText, parseMarkup } from "@turnout/contract/markup";
import type { LogEntry } from "@turnout/contract/log";
import { useEntries, useEventStore } from "../live/use-event.ts";
import { announce } from "../ui/announcer.tsx";

/** Longer words are cut when read out: who wants more goes to the message. */
const SPOKEN = 200;

/** Has screen readers say what others write, in the announcer's calm batches. */
export function useSpokenMessages() {
  const { t } = useLingui();
  const store = useEventStore();
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        const myId = store.get().picture?.viewer.personId;
        for (const { body } of entries) {
          if (body.type !== "chat.posted" || body.message.author.personId === myId) continue;
          const words = markupText(parseMarkup(body.message.text, { kind: "chat" })).slice(0, SPOKEN);
          announce(t`${body.message.author.name}: ${words}`);
        }
      },
      [store, t],
    ),
  );
}
