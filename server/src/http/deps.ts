import type { FastifyReply, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { Outcome } from "../log/decide-batch.ts";
import type { KeptSnapshots } from "../log/kept-snapshots.ts";
import type { Command } from "../log/command.ts";
import type { RequestAccess } from "./request-access.ts";
import type { Identity } from "../realtime/session.ts";
import type { AnySecrets } from "../secrets.ts";
import type { PassSigner } from "../wallet/pass-signer.ts";

/** What app.ts injects into every slice's routes. */
export interface Deps {
  db: Kysely<Database>;
  now: () => Date;
  changeEvent: ChangeEvent;
  /** Decides and commits a command as the sender of a request. */
  perform: <Input extends { commandId: string }, Result>(
    request: FastifyRequest,
    eventId: string,
    command: Command<Input, Result>,
    input: Input,
    options?: { opensEvent?: boolean },
  ) => Promise<Outcome<Result>>;
  /** The snapshot for a viewer, no older than their part; null when there is no such event. */
  readSnapshot: KeptSnapshots["read"];
  access: RequestAccess;
  /** The sender's identity, by the request's cookies. */
  identityOf(request: FastifyRequest): Promise<Identity>;
  /** This browser's visit; creates one and sets its cookie if there is none. */
  openVisit(request: FastifyRequest, reply: FastifyReply): string;
  /** The origin of all absolute links, without a trailing slash. */
  publicUrl: string;
  /** The host part of calendar UIDs. */
  calendarHost: string;
  /** The sender address of emails. */
  mailAddress: string;
  /** Where replies by email arrive. Null: nowhere. */
  inboundAddress: string | null;
  /** The key of links that are computed and not stored. */
  secret: AnySecrets;
  /** What signs passes for wallets. Null: there are none. */
  wallet: PassSigner | null;
}
