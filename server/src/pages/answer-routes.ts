import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { EventId } from "@turnout/contract/ids";
import { Refusal, refusals } from "@turnout/contract/refusals";
import { z } from "zod";
import { giveAnswer } from "../guests/give-answer.ts";
import { visitToken } from "../http/cookies.ts";
import type { Deps } from "../http/deps.ts";
import { takeForms, type FormFields } from "../http/form-body.ts";
import { answerInput, MAX_ANSWER_FORM, typedAnswer, type TypedAnswer } from "./answer-input.ts";
import { answerRefusal, type AnswerRefusal } from "./answer-refusals.ts";
import { answerFormTrouble } from "./form-trouble.ts";
import type { EventPages } from "./event-pages.ts";

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * The answer as a form of the event's page sends it: the command that the API takes, under the same limits, and from our
 * own pages only (`http/same-origin.ts`). Done, the browser is sent back to the page; refused, the page says why, with
 * all that was typed.
 */
export function answerRoutes(server: FastifyInstance, deps: Deps, pages: EventPages) {
  void server.register(async (scope) => {
    takeForms(scope, MAX_ANSWER_FORM);
    scope.post<{ Params: { eventId: string }; Body: FormFields | undefined }>(
      "/e/:eventId",
      {
        schema: { params: z.object({ eventId: z.string().max(100) }) },
        config: { authz: "answerer", limit: "answer" },
        errorHandler: (...trouble) => void answerFormTrouble(...trouble),
      },
      async (request, reply) => {
        const eventId = EventId.safeParse(request.params.eventId);
        if (!eventId.success) return pages.sendNothing(request, reply);
        const typed = typedAnswer(request.body ?? new Map());
        const refusal = await refusalOf(deps, { request, reply }, eventId.data, typed);
        if (!refusal) return reply.header("cache-control", "no-store").redirect(`/e/${eventId.data}`, 303);
        const status = refusals[refusal.code as keyof typeof refusals] ?? 400;
        return pages.sendEvent(request, reply, eventId.data, { status, refused: { typed, refusal } });
      },
    );
  });
}

/** Gives the answer; says why it was not taken, if it was not. */
async function refusalOf(deps: Deps, { request, reply }: Exchange, eventId: string, typed: TypedAnswer): Promise<AnswerRefusal | null> {
  // Whoever answers has opened the page, which sets a cookie: without it the answer would be nobody's at once.
  if (!visitToken(deps.publicUrl, request.headers.cookie)) return { code: "cookies_needed", fields: [] };
  const asked = answerInput(typed, deps.openVisit(request, reply));
  if ("refusal" in asked) return asked.refusal;
  try {
    await giveAnswer(deps, { request, reply }, eventId, asked.input);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "overloaded") throw error;
    return answerRefusal(error);
  }
}
