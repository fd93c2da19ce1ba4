import type { Viewer } from "@turnout/contract/audience";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../log/caller.ts";
import type { ViewerPart } from "../log/kept-snapshots.ts";
import type { Identity } from "../realtime/session.ts";

/** The sender's access to an event. Injected into slices that must not depend on the guest list. */
export interface RequestAccess {
  /** The caller of a command. What they may do is decided under the event's lock. Refuses with `viewer_changed` what comes from a page of another. */
  callerAt(request: FastifyRequest, eventId: string): Promise<Caller>;
  /** The viewer by identity; null if they may not see the event. */
  viewerOf(identity: Identity, eventId: string): Promise<Viewer | null>;
  /** The viewer. Refuses with `event_not_found` if they may not see the event. */
  viewerAt(request: FastifyRequest, eventId: string): Promise<Viewer>;
  /** The viewer by identity, with what is theirs of a snapshot; null if they may not see the event. */
  partOf(identity: Identity, eventId: string): Promise<ViewerPart | null>;
  /** The same for a request's sender. Refuses with `event_not_found` if they may not see the event. */
  partAt(request: FastifyRequest, eventId: string): Promise<ViewerPart>;
  /** The viewer, if they are a host. Refuses others with `event_not_found`. */
  hostAt(request: FastifyRequest, eventId: string): Promise<Viewer>;
}
