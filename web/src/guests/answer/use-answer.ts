import { useCallback, useState } from "react";
import { api, replyOf } from "../../api/client.ts";
import { useCommand, useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { type GivenAnswer, shownAnswer } from "./shown-answer.ts";

/** The reader's own answer: as it stands or is on its way, how to give it, and why it was refused. */
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

  return {
    shown: shownAnswer(me, pending?.input ?? (me ? null : accepted)),
    sending: pending !== null,
    refusal,
    give: run,
    dismiss,
    retry: () => refusal && store.pending.retry(refusal.commandId),
  };
}
