import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback, useState } from "react";
import type { DoorFact } from "@turnout/contract/door-facts";
import type { GuestCard } from "@turnout/contract/guests";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/command-reply.ts";
import { showToast } from "../../ui/toast.ts";
import type { useOfflineDoor } from "./use-offline-door.ts";

/** How a phone says it to a hand (ms): done, and refused. */
const DONE = 40;
const REFUSED = [90, 70, 90];
/** How long a door waits for the server's answer before it goes on without (ms). */
export const DOOR_PATIENCE = 4_000;

interface Options {
  gate: string;
  isOffline: boolean;
  offline: ReturnType<typeof useOfflineDoor>;
  /** The server gave no answer: the door goes on without. */
  unanswered(): void;
}

type Guest = Pick<GuestCard, "guestId" | "name" | "partySize" | "arrived">;

/**
 * Records that people of a party came in, or takes that back; with Undo. Without a network, or an answer, it is recorded on the device,
 * and said to be in only once it is on the disk there. `pending`: the guest for whom that is on its way.
 */
export function useRecordArrival(eventId: string, { gate, isOffline, offline, unanswered }: Options) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const [pending, setPending] = useState<string | null>(null);

  const say = useCallback(
    ({ name }: Guest, people: number, undo: (() => void) | null, isHere: boolean) => {
      const count = plural(Math.abs(people), { one: "# person", other: "# people" });
      const text = people < 0 ? t`Taken back: ${name}, ${count}` : t`${name} is in: ${count}`;
      showToast(isHere ? t`${text}. Kept on this device.` : text, {
        tone: "success",
        ...(undo && { action: { label: t`Undo`, run: undo } }),
      });
    },
    [t],
  );

  const keep = useCallback(
    async (...seen: Parameters<typeof offline.record>): Promise<DoorFact | null> => {
      const fact = await offline.record(...seen);
      if (!fact) showToast(words("offline"), { tone: "danger" });
      return fact;
    },
    [offline, words],
  );

  /** Takes the last fact of a guest back whole, and records again those of it who stay. */
  const takeBackHere = useCallback(
    async (guest: Guest, people: number): Promise<boolean> => {
      const { guestId } = guest;
      const last = offline.lastOf(guestId);
      const stay = (last?.people ?? 0) - people;
      if (!last || stay < 0) {
        showToast(t`Without a connection, only what this device let in can be taken back.`, { tone: "danger" });
        return false;
      }
      const back = { saw: { guestId, people: 0, takesBack: last.counter }, people: -last.people };
      const kept = await keep(back, ...(stay > 0 ? [{ saw: { guestId, people: stay }, people: stay }] : []));
      if (kept) say(guest, -people, null, true);
      return kept !== null;
    },
    [keep, offline, say, t],
  );

  const recordHere = useCallback(
    async (guest: Guest, people: number, override: boolean, instead?: string): Promise<boolean> => {
      const { guestId, partySize, arrived = 0 } = guest;
      if (people < 0) return takeBackHere(guest, -people);
      const beyond = override ? Math.min(people, Math.max(0, arrived + people - partySize)) : 0;
      const saw = { guestId, people, ...(beyond > 0 && { beyond }), ...(instead !== undefined && { instead }) };
      const fact = await keep({ saw, people });
      if (!fact) return false;
      const undo = async () => {
        const back = { saw: { guestId, people: 0, takesBack: fact.counter }, people: -people };
        if (await keep(back)) say(guest, -people, null, true);
      };
      say(guest, people, () => void undo(), true);
      return true;
    },
    [keep, say, takeBackHere],
  );

  /** Undo: whoever was let in with an answer is taken back with one. */
  const takeBackThere = useCallback(
    async (guest: Guest, people: number) => {
      const arrival = { commandId: newId(), people: -people, override: true, ...(gate !== "" && { gate }) };
      const reply = await sendArrival(eventId, guest.guestId, arrival);
      if (reply.type === "committed") say(guest, -people, null, false);
      else showToast(reply.type === "refused" ? words(reply.code, reply.facts) : words("offline"), { tone: "danger" });
      return reply.type === "committed";
    },
    [eventId, gate, say, words],
  );

  const letInThere = useCallback(
    async (guest: Guest, people: number, override: boolean): Promise<boolean> => {
      const commandId = newId();
      const reply = await sendArrival(eventId, guest.guestId, { commandId, people, override, ...(gate !== "" && { gate }) });
      if (reply.type === "committed") {
        say(guest, people, () => void takeBackThere(guest, people), false);
        return true;
      }
      if (reply.type === "refused") {
        showToast(words(reply.code, reply.facts), { tone: "danger" });
        return false;
      }
      unanswered();
      return recordHere(guest, people, override, commandId);
    },
    [eventId, gate, recordHere, say, takeBackThere, unanswered, words],
  );

  const record = useCallback(
    async (guest: Guest, people: number, override = false): Promise<boolean> => {
      setPending(guest.guestId);
      const there = () => (people > 0 ? letInThere(guest, people, override) : takeBackThere(guest, -people));
      const isDone = await (isOffline ? recordHere(guest, people, override) : there());
      navigator.vibrate?.(isDone ? DONE : REFUSED);
      setPending((current) => (current === guest.guestId ? null : current));
      return isDone;
    },
    [isOffline, recordHere, letInThere, takeBackThere],
  );
  return { record, pending };
}

interface Arrival {
  commandId: string;
  people: number;
  override: boolean;
  gate?: string;
}

/** One attempt: whether a command without an answer was done shows when the door meets the server again. */
async function sendArrival(eventId: string, guestId: string, body: Arrival): Promise<Reply> {
  try {
    return await replyOf(
      api.POST("/api/events/{eventId}/guests/{guestId}/arrivals", {
        params: { path: { eventId, guestId } },
        body,
        signal: AbortSignal.timeout(DOOR_PATIENCE),
      }),
    );
  } catch {
    return { type: "unreachable" };
  }
}
