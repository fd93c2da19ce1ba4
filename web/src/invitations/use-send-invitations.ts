import { useRef, useState } from "react";
import { api, replyOf } from "../api/client.ts";
import { useEventStore } from "../live/use-event.ts";
import { batchesOf, idsOfRows, type DraftList, type DraftRow, type InvitedPerson } from "./draft-rows.ts";

export interface Sending {
  /** People sent so far, of how many. */
  done: number;
  total: number;
  /** Those who are new on the list. */
  added: InvitedPerson[];
  /** How many were on it already. */
  known: number;
  /** Whether those who are new get an email. */
  mails: boolean;
  /** Those who were not sent, each with a reason. */
  left: DraftRow[];
  /** Everybody, as problems count them. */
  rows: DraftRow[];
  refusal: string | null;
  finished: boolean;
}

/** Sends a list in batches, one after the other, with progress; a retry duplicates nobody. */
export function useSendInvitations() {
  const store = useEventStore();
  const [sending, setSending] = useState<Sending | null>(null);
  const idsOf = useRef(idsOfRows());

  async function send({ ready, left, rows }: DraftList, message: string, mails: boolean) {
    let state: Sending = { done: 0, total: ready.length, added: [], known: 0, mails, left, rows, refusal: null, finished: false };
    setSending(state);
    for (const { commandId, guests } of batchesOf(ready, idsOf.current)) {
      const body = { commandId, guests, message, send: mails };
      const reply = await store.pending.run("inviteGuests", body, () =>
        replyOf(api.POST("/api/events/{eventId}/invitations", { params: { path: { eventId: store.eventId } }, body })),
      );
      if (reply.type !== "committed") {
        store.pending.forget(commandId);
        setSending({ ...state, refusal: reply.type === "refused" ? reply.code : "offline", finished: true });
        return;
      }
      const { known, knownIds = [] } = reply.result as { known: number; knownIds?: string[] };
      const added = guests.filter(({ guestId }) => !knownIds.includes(guestId));
      state = { ...state, done: state.done + guests.length, added: [...state.added, ...added], known: state.known + known };
      setSending(state);
    }
    setSending({ ...state, finished: true });
  }

  function reset() {
    idsOf.current = idsOfRows();
    setSending(null);
  }

  return { sending, send, reset };
}
