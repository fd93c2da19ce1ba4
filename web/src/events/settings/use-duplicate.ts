import { useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import { showToast } from "../../ui/toast.ts";

/** Duplicates an event and opens the draft, `again` with a date to come. A retry after a lost reply makes no second copy. */
export function useDuplicate(eventId: string) {
  const { t } = useLingui();
  const [, go] = useLocation();
  const words = useRefusalWords();
  const [pending, setPending] = useState(false);
  const intent = useRef({ commandId: newId(), newEventId: newId() });

  async function run({ again = false } = {}) {
    setPending(true);
    const { newEventId } = intent.current;
    const body = { ...intent.current, ...(again && { again }) };
    const reply = await replyOf(api.POST("/api/events/{eventId}/copies", { params: { path: { eventId } }, body })).catch(() => ({
      type: "unreachable" as const,
    }));
    setPending(false);
    if (reply.type !== "committed")
      return showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
    intent.current = { commandId: newId(), newEventId: newId() };
    go(`/e/${newEventId}/edit`);
    const done = again ? t`Here's your copy, with a date to come. Then invite your guests again.` : t`Here's your copy. Just add a date.`;
    return showToast(done, { tone: "success" });
  }
  return { run, pending };
}
