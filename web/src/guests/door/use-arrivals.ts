import { useCallback } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/command-reply.ts";
import type { ArrivalThere, DoorServer } from "./door-server.ts";
import type { useOfflineDoor } from "./use-offline-door.ts";
import { useUntilAnswered } from "./use-until-answered.ts";

export type DoorGuest = Pick<GuestCard, "guestId" | "name" | "partySize" | "arrived">;

/** What became of people who were to be let in, or taken back. */
export type Recorded =
  /** `isHere`: it is kept on this device, until the server has it. `undo` is null for what takes people back. */
  | { is: "done"; isHere: boolean; undo: (() => Promise<Recorded>) | null }
  | { is: "refused"; code: string; facts?: Record<string, string | number> | undefined }
  /** There is no answer, and nothing can be kept on this device. */
  | { is: "lost" }
  /** Without a connection, only what this device let in can be taken back. */
  | { is: "notHere" };

/** Lets so many people of a party in, or takes them back, below zero. */
export type Arrive = (guest: DoorGuest, people: number, override?: boolean) => Promise<Recorded>;

interface Options {
  server: DoorServer;
  isOffline: boolean;
  offline: Pick<ReturnType<typeof useOfflineDoor>, "record" | "lastOf" | "counted">;
  /** The server gave no answer: the door goes on without. */
  unanswered(): void;
}

/**
 * Records that people of a party came in, or takes that back. Without a network, or an answer, it is recorded on the device, and done
 * only once it is on the disk there.
 */
export function useArrivals({ server, isOffline, offline, unanswered: goOn }: Options): Arrive {
  const { record: keep, lastOf, counted } = offline;
  const untilAnswered = useUntilAnswered();

  /** One attempt. What is done is known on this device from then on, whenever it reads its list again. */
  const send = useCallback(
    async (guestId: string, arrival: ArrivalThere): Promise<Reply> => {
      const reply = await server.arrive(guestId, arrival).catch((): Reply => ({ type: "unreachable" }));
      if (reply.type === "committed") counted({ guestId, people: arrival.people, seq: reply.seq });
      return reply;
    },
    [server, counted],
  );

  /** Takes the last fact of a guest back whole, and records again those of it who stay. */
  const takeBackHere = useCallback(
    async ({ guestId }: DoorGuest, people: number): Promise<Recorded> => {
      const last = lastOf(guestId);
      const stay = (last?.people ?? 0) - people;
      if (!last || stay < 0) return { is: "notHere" };
      const back = { saw: { guestId, people: 0, takesBack: last.counter }, people: -last.people };
      const kept = await keep(back, ...(stay > 0 ? [{ saw: { guestId, people: stay }, people: stay }] : []));
      return kept ? { is: "done", isHere: true, undo: null } : { is: "lost" };
    },
    [keep, lastOf],
  );

  const recordHere = useCallback(
    async (guest: DoorGuest, people: number, override: boolean, instead?: string): Promise<Recorded> => {
      const { guestId, partySize, arrived = 0 } = guest;
      if (people < 0) return takeBackHere(guest, -people);
      const beyond = override ? Math.min(people, Math.max(0, arrived + people - partySize)) : 0;
      const saw = { guestId, people, ...(beyond > 0 && { beyond }), ...(instead !== undefined && { instead }) };
      const fact = await keep({ saw, people });
      if (!fact) return { is: "lost" };
      const undo = async (): Promise<Recorded> => {
        const back = { saw: { guestId, people: 0, takesBack: fact.counter }, people: -people };
        return (await keep(back)) ? { is: "done", isHere: true, undo: null } : { is: "lost" };
      };
      return { is: "done", isHere: true, undo };
    },
    [keep, takeBackHere],
  );

  /** Undo: whoever was let in with an answer is taken back with one. */
  const takeBackThere = useCallback(
    async ({ guestId }: DoorGuest, people: number, commandId: string): Promise<Recorded> => {
      const reply = await send(guestId, { commandId, people: -people, override: true });
      if (reply.type === "committed") return { is: "done", isHere: false, undo: null };
      return reply.type === "refused" ? { is: "refused", code: reply.code, facts: reply.facts } : { is: "lost" };
    },
    [send],
  );

  const letInThere = useCallback(
    async (guest: DoorGuest, people: number, override: boolean): Promise<Recorded> => {
      const commandId = newId();
      const reply = await send(guest.guestId, { commandId, people, override });
      const undoId = newId(); // one for all presses: an answer may be lost
      if (reply.type === "committed") return { is: "done", isHere: false, undo: () => takeBackThere(guest, people, undoId) };
      if (reply.type === "refused") return { is: "refused", code: reply.code, facts: reply.facts };
      goOn();
      return recordHere(guest, people, override, commandId);
    },
    [send, recordHere, takeBackThere, goOn],
  );

  const takeSomeBack = useCallback(
    (guest: DoorGuest, people: number) =>
      untilAnswered([guest.guestId, guest.arrived ?? 0, people, server.gate].join(), (commandId) =>
        takeBackThere(guest, people, commandId),
      ),
    [server, takeBackThere, untilAnswered],
  );

  return useCallback(
    (guest, people, override = false) => {
      if (isOffline) return recordHere(guest, people, override);
      return people > 0 ? letInThere(guest, people, override) : takeSomeBack(guest, -people);
    },
    [isOffline, recordHere, letInThere, takeSomeBack],
  );
}
