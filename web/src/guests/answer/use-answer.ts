import { useCallback, useState } from "react";
import { api, replyOf } from "../../api/client.ts";
import { useCommand, useEventSnapshot, useEventStore } from "../../live/use-event.ts";
import { type GivenAnswer, shownAnswer } from "./shown-answer.ts";

/**
 * The reader's own answer, committed or pending, with the function that gives it and the refusal. An unsent one is shown
 * and marked as unsent, since the earlier answer is no longer what the guest means.
 */
export function useAnswer() {
  const store = useEventStore();
  const { eventId, me } = useEventSnapshot();
  // The entry of a new guest arrives before the page is loaded with their cookie: until then it shows the pending answer.
  const [accepted, setAccepted] = useState<GivenAnswer | null>(null);
  // Once it has been: a guest who is removed later has no answer.
  if (me && accepted) setAccepted(null);
  const send = useCallback(
    async (body: GivenAnswer & { commandId: string }) => {
      const reply = await replyOf(api.PUT("/api/events/{eventId}/rsvp", { params: { path: { eventId } }, body }));
      if (reply.type === "committed" && !store.get().snapshot?.me) {
        setAccepted(body);
        store.refresh();
      }
      return reply;
    },
    [eventId, store],
  );
  const { run, pending, refusal, dismiss } = useCommand("answerInvitation", send);

  const unsent = refusal?.refusal === "unsent" ? refusal.input : null;
  const onItsWay = pending?.input ?? unsent ?? (me ? null : accepted);
  return {
    shown: shownAnswer(me, onItsWay),
    /** The answer that this page has sent and not yet seen in the log. */
    onItsWay,
    progress: pending ? ("sending" as const) : unsent ? ("unsent" as const) : ("settled" as const),
    refusal,
    give: run,
    dismiss,
    retry: () => refusal && store.pending.retry(refusal.commandId),
  };
}
