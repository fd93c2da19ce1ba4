import type { Viewer } from "@turnout/contract/audience";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../log/caller.ts";
import type { Identity } from "../realtime/session.ts";

/** Who sends a request, at the event that it names. Handed to slices that cannot know the guest list themselves. */
export interface RequestAccess {
  /** Who sends a command. What they may do is decided under the event's lock. */
  callerAt(request: FastifyRequest, eventId: string): Promise<Caller>;
  /** Who this is to the event; null: to them it does not exist. */
  viewerOf(identity: Identity, eventId: string): Promise<Viewer | null>;
  /** Who reads; to those who may not, the event does not exist. */
  viewerAt(request: FastifyRequest, eventId: string): Promise<Viewer>;
  /** A host who reads what only hosts may; to others the event does not exist. */
  hostAt(request: FastifyRequest, eventId: string): Promise<Viewer>;
}
