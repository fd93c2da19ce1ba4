import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import { ConfirmComing } from "@turnout/contract/guests";
import { EventId } from "@turnout/contract/ids";
import { Refusal, refusals } from "@turnout/contract/refusals";
import { z } from "zod";
import { confirmComing } from "../guests/confirming.ts";
import { giveAnswer } from "../guests/give-answer.ts";
import { visitToken } from "../http/cookies.ts";
import type { Deps } from "../http/deps.ts";
import { takeForms, type FormFields } from "../http/form-body.ts";
import { answerInput, MAX_ANSWER_FORM, typedAnswer, type TypedAnswer } from "./answer-input.ts";
import { answerRefusal, type AnswerRefusal } from "./answer-refusals.ts";
import { answerFormFailure } from "./form-failure.ts";
import type { EventPages } from "./event-pages.ts";

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Takes answers from the form on the event's page: the API's command, under the same limits, and only from our own pages
 * (`http/same-origin.ts`). Redirects back to the page (303); a refused form is shown again with the reason and all that was
 * typed.
 */
export function answerRoutes(server: FastifyInstance, deps: Deps, pages: EventPages) {
  void server.register(async (scope) => {
    takeForms(scope, MAX_ANSWER_FORM);
    scope.post<{ Params: { eventId: string }; Body: FormFields | undefined }>(
      "/e/:eventId",
      {
        schema: { params: z.object({ eventId: z.string().max(100) }) },
        config: { authz: "answerer", limit: "answer" },
        errorHandler: (...failure) => void answerFormFailure(...failure),
      },
      async (request, reply) => {
        const eventId = EventId.safeParse(request.params.eventId);
        if (!eventId.success) return pages.sendNothing(request, reply);
        const typed = typedAnswer(request.body ?? new Map());
        const confirm = request.body?.get("confirm");
        const refusal = confirm
          ? await confirmationRefused(deps, request, eventId.data, confirm)
          : await refusalOf(deps, { request, reply }, eventId.data, typed);
        if (!refusal) return reply.header("cache-control", "no-store").redirect(`/e/${eventId.data}`, 303);
        const status = refusals[refusal.code as keyof typeof refusals] ?? 400;
        // What was typed is somebody else's than whose page is shown now.
        const draft = refusal.code === "viewer_changed" ? typedAnswer(new Map()) : typed;
        return pages.sendEvent(request, reply, eventId.data, { status, refused: { typed: draft, refusal } });
      },
    );
  });
}

/** Confirms that its sender still comes on a day; returns why it was refused, or null. */
async function confirmationRefused(deps: Deps, request: FastifyRequest, eventId: string, day: string): Promise<AnswerRefusal | null> {
  const input = ConfirmComing.safeParse({ commandId: randomUUID(), day });
  if (!input.success) return answerRefusal({ code: "nothing_to_confirm", facts: undefined });
  return refusedBy(() => deps.perform(request, eventId, confirmComing, input.data));
}

/** Gives the answer; returns why it was refused, or null. */
async function refusalOf(deps: Deps, { request, reply }: Exchange, eventId: string, typed: TypedAnswer): Promise<AnswerRefusal | null> {
  // The page with the form sets a cookie. A browser without it would lose its answer at once.
  if (!visitToken(deps.publicUrl, request.headers.cookie)) return { code: "cookies_needed", fields: [] };
  const asked = answerInput(typed, deps.openVisit(request, reply));
  if ("refusal" in asked) return asked.refusal;
  return refusedBy(() => giveAnswer(deps, { request, reply }, eventId, asked.input));
}

async function refusedBy(perform: () => Promise<unknown>): Promise<AnswerRefusal | null> {
  try {
    await perform();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "overloaded") throw error;
    return answerRefusal(error);
  }
}
