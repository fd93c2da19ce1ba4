import type { Viewer } from "@turnout/contract/audience";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../log/caller.ts";
import type { Identity } from "../realtime/session.ts";

/** The sender's access to an event. Injected into slices that must not depend on the guest list. */
export interface RequestAccess {
  /** The caller of a command. What they may do is decided under the event's lock. */
  callerAt(request: FastifyRequest, eventId: string): Promise<Caller>;
  /** The viewer by identity; null if they may not see the event. */
  viewerOf(identity: Identity, eventId: string): Promise<Viewer | null>;
  /** The viewer. Refuses with `event_not_found` if they may not see the event. */
  viewerAt(request: FastifyRequest, eventId: string): Promise<Viewer>;
  /** The viewer, if they are a host. Refuses others with `event_not_found`. */
  hostAt(request: FastifyRequest, eventId: string): Promise<Viewer>;
}
