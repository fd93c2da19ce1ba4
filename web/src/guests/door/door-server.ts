import type { FoundByCode } from "@turnout/contract/door";
import type { DoorFact, FactOutcome, Roster } from "@turnout/contract/door-facts";
import { api, replyOf } from "../../api/client.ts";
import type { CommandInput } from "../../live/command-inputs.ts";
import type { Reply } from "../../live/command-reply.ts";

/** How long a door waits for the server's answer before it goes on without (ms). */
export const DOOR_PATIENCE = 4_000;
/** How long a device waits for an answer about its facts or its list (ms). A network that swallows everything would hold it for minutes. */
export const MEET_PATIENCE = 30_000;

export interface ArrivalThere {
  commandId: string;
  people: number;
  override: boolean;
}

export interface Upload {
  commandId: string;
  device: string;
  sentAt: string;
  facts: DoorFact[];
}

/** What a door asks the server, as a host's or by a link. All reject where there is no answer, or one of a server that is out of order. */
export interface DoorServer {
  /** The name of this door; empty: it has none. */
  gate: string;
  /** One attempt: whether a command without an answer was done shows when the door meets the server again. */
  arrive(guestId: string, arrival: ArrivalThere): Promise<Reply>;
  /** Null: it says nothing of codes to this door. */
  find(code: string): Promise<FoundByCode | null>;
  /** Null: it wants none of this browser's; reading the roster shows why. */
  merge(upload: Upload): Promise<{ outcomes: FactOutcome[]; seq: number } | null>;
  /** Null: it is the one that is there. `gone`: it is none of this browser's business any more. */
  roster(tag: string | undefined): Promise<{ roster: Roster; tag: string } | "gone" | null>;
}

export function hostsDoor(eventId: string, gate: string): DoorServer {
  const path = { eventId };
  return {
    gate,
    arrive: (guestId, arrival) =>
      replyOf(
        api.POST("/api/events/{eventId}/guests/{guestId}/arrivals", {
          params: { path: { eventId, guestId } },
          body: { ...arrival, ...(gate !== "" && { gate }) },
          signal: AbortSignal.timeout(DOOR_PATIENCE),
        }),
      ),
    async find(code) {
      const signal = AbortSignal.timeout(DOOR_PATIENCE);
      const { data, response } = await api.GET("/api/events/{eventId}/door/guest", { params: { path, query: { code } }, signal });
      return (answered(data, response) as FoundByCode | undefined) ?? null;
    },
    async merge(upload) {
      const body = upload as CommandInput<"mergeArrivals">;
      const signal = AbortSignal.timeout(MEET_PATIENCE);
      const { data, response } = await api.POST("/api/events/{eventId}/arrivals", { params: { path }, body, signal });
      return answered(data, response) ?? null;
    },
    async roster(tag) {
      const { data, response } = await api.GET("/api/events/{eventId}/door/roster", {
        params: { path },
        signal: AbortSignal.timeout(MEET_PATIENCE),
        ...(tag !== undefined && { headers: { "if-none-match": tag } }),
      });
      return rosterFrom(data, response);
    },
  };
}

/** What a server says that is in order; others are as good as silent. */
export function answered<Data>(data: Data | undefined, response: Response): Data | undefined {
  if (response.status >= 500) throw new Error(`the server answered ${response.status}`);
  return data;
}

export function rosterFrom(data: unknown, response: Response): Awaited<ReturnType<DoorServer["roster"]>> {
  if (answered(data, response) && response.status === 200) return { roster: data as Roster, tag: response.headers.get("etag") ?? "" };
  return [401, 403, 404, 410].includes(response.status) ? "gone" : null;
}
