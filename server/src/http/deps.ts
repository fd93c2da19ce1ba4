import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { Viewer } from "@turnout/contract/audience";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { ChangeEvent, Outcome } from "../log/change-event.ts";
import type { Command } from "../log/command.ts";
import type { RequestAccess } from "./request-access.ts";
import type { Identity } from "../realtime/session.ts";

/** What every slice's routes are handed by app.ts. */
export interface Deps {
  db: Kysely<Database>;
  now: () => Date;
  changeEvent: ChangeEvent;
  /** Decides and commits what a request asks of an event, in the name of whoever sends it. */
  perform: <Input extends { commandId: string }, Result>(
    request: FastifyRequest,
    eventId: string,
    command: Command<Input, Result>,
    input: Input,
    options?: { opensEvent?: boolean },
  ) => Promise<Outcome<Result>>;
  loadSnapshot(eventId: string, viewer: Viewer): Promise<EventSnapshot | null>;
  access: RequestAccess;
  /** Who sends this request, as its cookies prove. */
  identityOf(request: FastifyRequest): Promise<Identity>;
  /** The visit of this browser; a new one, with its cookie, if it has none. */
  openVisit(request: FastifyRequest, reply: FastifyReply): string;
  /** The origin that all absolute links start with, without a slash at the end. */
  publicUrl: string;
  /** What the names of calendar entries end in. */
  calendarHost: string;
  /** The address that mail comes from. */
  mailAddress: string;
  /** Keys of links that are computed, not stored. */
  secret: string;
}
