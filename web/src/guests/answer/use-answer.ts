import { useCallback, useState } from "react";
import { api, replyOf } from "../../api/client.ts";
import { useCommand, useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { type GivenAnswer, shownAnswer } from "./shown-answer.ts";

/**
 * The reader's own answer: as it stands or is on its way, how to give it, and why it was refused. One that reached
 * nobody yet is shown as what they said, and marked as unsent: the old answer is no longer what they mean.
 */
export function useAnswer() {
  const store = useEventStore();
  const { eventId, me } = useEventSnapshot();
  // A newcomer's entry arrives before their cookie counts: until the page knows them, it shows what they said.
  const [accepted, setAccepted] = useState<GivenAnswer | null>(null);
  const send = useCallback(
    async (body: GivenAnswer & { commandId: string }) => {
      const reply = await replyOf(api.PUT("/api/events/{eventId}/rsvp", { params: { path: { eventId } }, body }));
      if (reply.type === "committed" && !store.get().picture?.me) {
        setAccepted(body);
        store.refresh();
      }
      return reply;
    },
    [eventId, store],
  );
  const { run, pending, refusal, dismiss } = useCommand<GivenAnswer>("answerInvitation", send);

  const unsent = refusal?.refusal === "unsent" ? (refusal.input as GivenAnswer) : null;
  return {
    shown: shownAnswer(me, pending?.input ?? unsent ?? (me ? null : accepted)),
    progress: pending ? ("sending" as const) : unsent ? ("unsent" as const) : ("settled" as const),
    refusal,
    give: run,
    dismiss,
    retry: () => refusal && store.pending.retry(refusal.commandId),
  };
}
