import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { AnswerInvitation, ConfirmComing } from "@turnout/contract/guests";
import { Conflict } from "@turnout/contract/conflicts";
import { CommandId, EventId, GuestId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { claimGuest } from "./claim-guest.ts";
import { confirmComing } from "./confirming.ts";
import { conflictsOf } from "./conflicts.ts";
import { giveAnswer } from "./give-answer.ts";
import { guestByEmail } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });
const Answered = Committed.extend({ guestId: GuestId });

export function ownAnswerRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.put(
    "/api/events/:eventId/rsvp",
    {
      schema: {
        operationId: "answerInvitation",
        tags: ["guests"],
        params: EventParams,
        body: AnswerInvitation,
        response: { 200: Answered },
      },
      config: { authz: "answerer", limit: "answer" },
    },
    (request, reply) => giveAnswer(deps, { request, reply }, request.params.eventId, request.body),
  );
}

export function confirmationRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().put(
    "/api/events/:eventId/rsvp/confirmation",
    {
      schema: {
        operationId: "confirmComing",
        summary: "A guest who is going says that they still come",
        tags: ["guests"],
        params: EventParams,
        body: ConfirmComing,
        response: { 200: Committed },
      },
      config: { authz: "guest", limit: "answer" },
    },
    (request) => deps.perform(request, request.params.eventId, confirmComing, request.body),
  );
}

export function conflictsRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/conflicts",
    {
      schema: {
        operationId: "listConflicts",
        summary: "Other events at the same time that the account hosts or has said yes to; none without an account",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ conflicts: z.array(Conflict) }) },
      },
      config: { authz: "viewer", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { userId } = await deps.access.viewerAt(request, eventId);
      return { conflicts: userId === null ? [] : await conflictsOf(deps.db, userId, eventId) };
    },
  );
}

export function claimRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.post(
    "/api/events/:eventId/claim",
    {
      schema: {
        operationId: "claimGuest",
        tags: ["guests"],
        params: EventParams,
        body: z.strictObject({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "guestWithAccount", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const caller = await access.callerAt(request, eventId);
      if (!caller.user) refuse("sign_in_required");
      // An account's address is verified: a guest invited under it is the same person.
      const guestId = caller.guestId ?? (await guestByEmail(deps.db, eventId, caller.user)) ?? refuse("event_not_found");
      return deps.changeEvent(eventId, claimGuest, { ...request.body, guestId, provenEmail: caller.user.email }, caller);
    },
  );
}
