import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { EmailAddress } from "@turnout/contract/email-address";
import { EventId, GuestId } from "@turnout/contract/ids";
import type { Deps } from "../http/deps.ts";
import { MyEvent, myEvents } from "./my-events.ts";
import type { GuestRecovery } from "./recover-guest.ts";
import { RECOVERY_DIGITS } from "./recovery.ts";

const EventParams = z.object({ eventId: EventId });
export const RecoveryCode = z.string().regex(new RegExp(String.raw`^\d{${RECOVERY_DIGITS}}$`));

/** Routes for guests without their link: their events, and recovery codes by email. */
export function recoveryRoutes(server: FastifyInstance, deps: Deps, recovery: GuestRecovery) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/my-events",
    {
      schema: { operationId: "listMyEvents", tags: ["events"], response: { 200: z.object({ events: z.array(MyEvent) }) } },
      config: { authz: "anyone", limit: "read" },
    },
    async (request) => ({ events: await myEvents(deps.db, await deps.identityOf(request)) }),
  );

  routes.post(
    "/api/events/:eventId/recovery",
    {
      schema: {
        operationId: "sendRecoveryCode",
        summary: "Mails a code to a guest of this event; the reply is the same for every address",
        tags: ["guests"],
        params: EventParams,
        body: z.strictObject({ email: EmailAddress }),
        response: { 202: z.object({}) },
      },
      config: { authz: "anyone", limit: "mail" },
    },
    async (request, reply) => {
      await recovery.sendCode({ request, reply }, request.params.eventId, request.body.email);
      return reply.code(202).send({});
    },
  );

  routes.post(
    "/api/events/:eventId/recovery/confirmation",
    {
      schema: {
        operationId: "redeemRecoveryCode",
        tags: ["guests"],
        params: EventParams,
        body: z.strictObject({ email: EmailAddress, code: RecoveryCode }),
        response: { 200: z.object({ guestId: GuestId }) },
      },
      config: { authz: "anyone", limit: "signIn" },
    },
    (request, reply) => recovery.redeemCode({ request, reply }, request.params.eventId, request.body),
  );
}
