import type { ScannedByLink, ScannedGuest } from "@turnout/contract/door-links";
import type { GuestCard } from "@turnout/contract/guests";
import { api, replyOf } from "../../api/client.ts";
import type { CommandInput } from "../../live/command-inputs.ts";
import { answered, DOOR_PATIENCE, type DoorServer, MEET_PATIENCE, rosterFrom } from "./door-server.ts";

/** By a link that has the guest list. What it records has the link's gate, whatever a fact says. */
export function linkedDoor(token: string, gate: string): DoorServer {
  return {
    gate,
    arrive: (guestId, arrival) =>
      replyOf(api.POST("/api/door/list/arrivals", { body: { token, guestId, ...arrival }, signal: AbortSignal.timeout(DOOR_PATIENCE) })),
    async find(code) {
      const { data, response } = await api.POST("/api/door/scans", {
        body: { token, code },
        signal: AbortSignal.timeout(DOOR_PATIENCE),
      });
      const found = answered(data, response) as ScannedByLink | undefined;
      return found ? { ...found, guest: found.guest && cardOf(found.guest) } : null;
    },
    async merge(upload) {
      const body = { token, ...upload } as CommandInput<"mergeArrivals"> & { token: string };
      const { data, response } = await api.POST("/api/door/list/facts", { body, signal: AbortSignal.timeout(MEET_PATIENCE) });
      return answered(data, response) ?? null;
    },
    async roster(tag) {
      const { data, response } = await api.POST("/api/door/list", {
        body: { token, ...(tag !== undefined && { tag }) },
        signal: AbortSignal.timeout(MEET_PATIENCE),
      });
      return rosterFrom(data, response);
    },
  };
}

/** Of a guest by whose code a link knows them. */
export const cardOf = (guest: ScannedGuest): GuestCard => ({
  ...guest,
  email: null,
  plusOnes: [],
  note: "",
  ticket: null,
  source: null,
  answeredAt: null,
});
