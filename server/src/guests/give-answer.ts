import type { AnswerInvitation } from "@turnout/contract/guests";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../http/deps.ts";
import { readerPreferences } from "../http/reader-locale.ts";
import { answerInvitation } from "./commands.ts";
import { FIRST_ACCESS } from "./policy.ts";
import { grantGuest } from "./visits.ts";

/** The request with an answer, and the reply that sets the visit's cookie. */
interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Records the answer of a request's sender. If they had no place on the list, the browser's visit is granted the one that the answer gave them.
 * Of an answer that is sent again the result is what it was: a browser that has opened another guest's link since then keeps that.
 */
export async function giveAnswer(deps: Deps, { request, reply }: Exchange, eventId: string, input: AnswerInvitation) {
  const visitId = deps.openVisit(request, reply);
  const caller = await deps.access.callerAt(request, eventId);
  const { result, ...committed } = await deps.changeEvent(eventId, answerInvitation, input, caller);
  if (!caller.guestId && !caller.user)
    await grantGuest(deps.db, visitId, {
      eventId,
      guestId: result.guestId,
      accessVersion: FIRST_ACCESS,
      unlessGuest: !caller.hadGuest,
      ...readerPreferences(request.headers),
    });
  return { ...committed, guestId: result.guestId };
}
