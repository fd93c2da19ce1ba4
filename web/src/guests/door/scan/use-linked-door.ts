import { useCallback, useRef } from "react";
import type { ScannedByLink } from "@turnout/contract/door-links";
import { api, replyOf } from "../../../api/client.ts";
import { newId } from "../../../live/new-id.ts";
import { DOOR_PATIENCE } from "../door-server.ts";
import { cardOf } from "../linked-door.ts";
import type { Arrive, Recorded } from "../use-arrivals.ts";
import { useUntilAnswered } from "../use-until-answered.ts";
import { nobody, outcomeOf, type ScanOutcome } from "./scan-outcome.ts";

/** A door that knows guests by the codes that they show, and by nothing else: the device of a door link. It needs its network. `ended`: the link is over. */
export function useLinkedDoor(token: string, ended: () => void): { check: (code: string) => Promise<ScanOutcome>; arrive: Arrive } {
  const codes = useRef(new Map<string, string>());
  const untilAnswered = useUntilAnswered();

  const check = useCallback(
    async (code: string): Promise<ScanOutcome> => {
      try {
        const signal = AbortSignal.timeout(DOOR_PATIENCE);
        const { data, response } = await api.POST("/api/door/scans", { body: { token, code }, signal });
        if (response.status === 404) ended();
        if (!data) return nobody("unchecked");
        const { verdict, guest } = data as ScannedByLink;
        if (guest) codes.current.set(guest.guestId, code);
        return outcomeOf({ verdict, guest: guest && cardOf(guest) });
      } catch {
        return nobody("unchecked");
      }
    },
    [token, ended],
  );

  const arrive = useCallback<Arrive>(
    async (guest, people, override = false) => {
      const code = codes.current.get(guest.guestId)!;
      const press = [guest.guestId, guest.arrived ?? 0, people, override].join();
      const recorded = await untilAnswered(press, (commandId) => sendArrival({ token, code, commandId, people, override }));
      const undoId = newId();
      const undo = () => sendArrival({ token, code, commandId: undoId, people: -people, override: true });
      return recorded.is === "done" && people > 0 ? { ...recorded, undo } : recorded;
    },
    [token, untilAnswered],
  );
  return { check, arrive };
}

interface ArrivalByLink {
  token: string;
  code: string;
  commandId: string;
  people: number;
  override: boolean;
}

async function sendArrival(body: ArrivalByLink): Promise<Recorded> {
  try {
    const reply = await replyOf(api.POST("/api/door/arrivals", { body, signal: AbortSignal.timeout(DOOR_PATIENCE) }));
    if (reply.type === "committed") return { is: "done", isHere: false, undo: null };
    return reply.type === "refused" ? { is: "refused", code: reply.code, facts: reply.facts } : { is: "lost" };
  } catch {
    return { is: "lost" };
  }
}
