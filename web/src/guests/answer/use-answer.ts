import { useCallback, useState } from "react";
import { api, replyOf } from "../../api/client.ts";
import { useCommand, useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { type GivenAnswer, shownAnswer } from "./shown-answer.ts";

/** The reader's own answer: as it stands or is on its way, how to give it, and why it was refused. */
export function useAnswer() {
  const store = useEventStore();
  const { eventId, me } = useEventSnapshot();
  const send = useCallback(
    (body: GivenAnswer & { commandId: string }) => replyOf(api.PUT("/api/events/{eventId}/rsvp", { params: { path: { eventId } }, body })),
    [eventId],
  );
  const { run, pending, refusal, dismiss } = useCommand<GivenAnswer>("answerInvitation", send);
  // A newcomer's entry arrives before their cookie counts: until the page knows them, it shows what they said.
  const [accepted, setAccepted] = useState<GivenAnswer | null>(null);

  const give = async (answer: GivenAnswer) => {
    const reply = await run(answer);
    if (reply.type === "committed" && !me) {
      setAccepted(answer);
      store.refresh();
    }
    return reply;
  };

  return {
    shown: shownAnswer(me, pending?.input ?? (me ? null : accepted)),
    sending: pending !== null,
    refusal,
    give,
    dismiss,
    retry: async () => {
      if (!refusal) return;
      const reply = await store.pending.retry(refusal.commandId);
      if (reply.type === "committed" && !me) store.refresh();
    },
  };
}
