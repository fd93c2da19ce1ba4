import { useState } from "react";
import type { GuestRow } from "@turnout/contract/guest-rows/row";
import { api, replyOf } from "../api/client.ts";
import { useEventStore } from "../live/use-event.ts";
import { batchesOf } from "./draft-rows.ts";

export interface Sending {
  /** People handed to the server so far, of how many. */
  done: number;
  total: number;
  added: number;
  known: number;
  refusal: string | null;
  finished: boolean;
}

/** Sends a list in batches, one after the other, with progress; what failed can be sent again without doubling anybody. */
export function useSendInvitations() {
  const store = useEventStore();
  const [sending, setSending] = useState<Sending | null>(null);

  async function send(rows: GuestRow[], message: string, mail: boolean) {
    let state: Sending = { done: 0, total: rows.length, added: 0, known: 0, refusal: null, finished: false };
    setSending(state);
    for (const { commandId, guests } of batchesOf(rows)) {
      const body = { commandId, guests, message, send: mail };
      const reply = await store.pending.run("inviteGuests", { commandId }, () =>
        replyOf(api.POST("/api/events/{eventId}/invitations", { params: { path: { eventId: store.eventId } }, body })),
      );
      if (reply.type !== "committed") {
        store.pending.forget(commandId);
        setSending({ ...state, refusal: reply.type === "refused" ? reply.code : "offline", finished: true });
        return;
      }
      const { added, known } = reply.result as { added: number; known: number };
      state = { ...state, done: state.done + guests.length, added: state.added + added, known: state.known + known };
      setSending(state);
    }
    setSending({ ...state, finished: true });
  }

  return { sending, send, reset: () => setSending(null) };
}
