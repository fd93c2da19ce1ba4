import type { AnswerInvitation } from "@turnout/contract/guests";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../http/deps.ts";
import { readerRegion } from "../http/reader-locale.ts";
import { answerInvitation } from "./commands.ts";
import { FIRST_ACCESS } from "./policy.ts";
import { grantGuest } from "./visits.ts";

/** The request with an answer, and the reply that sets the visit's cookie. */
interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Records the answer of a request's sender. If it creates a guest, the browser's visit is granted that guest's access. */
export async function giveAnswer(deps: Deps, { request, reply }: Exchange, eventId: string, input: AnswerInvitation) {
  const visitId = deps.openVisit(request, reply);
  const caller = await deps.access.callerAt(request, eventId);
  const { result, ...committed } = await deps.changeEvent(eventId, answerInvitation, input, caller);
  const isNew = caller.guestId !== result.guestId && !caller.user;
  if (isNew)
    await grantGuest(deps.db, visitId, {
      eventId,
      guestId: result.guestId,
      accessVersion: FIRST_ACCESS,
      region: readerRegion(request.headers),
    });
  return { ...committed, guestId: result.guestId };
}
