import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { EmailAddress } from "@turnout/contract/email-address";
import { EventId, GuestId } from "@turnout/contract/ids";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { clientAddress, widestNetwork } from "../http/client-network.ts";
import type { Deps } from "../http/deps.ts";
import { readerRegion } from "../http/reader-locale.ts";
import { setTimeout as wait } from "node:timers/promises";
import { eventRow } from "../events/queries.ts";
import { MyEvent, myEvents } from "./my-events.ts";
import { RECOVERY_DIGITS, redeemRecoveryCode, sendRecoveryCode } from "./recovery.ts";
import { grantGuest } from "./visits.ts";

const EventParams = z.object({ eventId: EventId });
const Code = z.string().regex(new RegExp(String.raw`^\d{${RECOVERY_DIGITS}}$`));

/** How long a wrong code takes to be refused (ms): longer than counting the try, so that nobody measures whether there was one. */
export const REFUSAL_MS = 500;

export interface RecoveryMail {
  mailRecoveryCode(
    tx: Transaction<Database>,
    mail: { codeId: string; eventId: string; guestId: string; email: string; code: string },
  ): Promise<void>;
}

/** What somebody finds who comes without their link: their events, and a code by mail. */
export function recoveryRoutes(server: FastifyInstance, deps: Deps, { trustedHops, ...mail }: RecoveryMail & { trustedHops: number }) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const sending = new Set<Promise<void>>();
  server.addHook("onClose", () => Promise.allSettled(sending));

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
      const { eventId } = request.params;
      const send = { db: deps.db, secret: deps.secret, mailCode: mail.mailRecoveryCode };
      const visitId = deps.openVisit(request, reply);
      const network = widestNetwork(clientAddress(request.raw, trustedHops));
      await eventRow(deps.db, eventId); // fails while the database does
      // The reply waits for nothing that takes longer for an address that is on the list.
      const sent: Promise<void> = sendRecoveryCode(send, eventId, request.body.email, { visitId, network })
        .catch((error: unknown) => request.log.error(error))
        .finally(() => sending.delete(sent));
      sending.add(sent);
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
        body: z.strictObject({ email: EmailAddress, code: Code }),
        response: { 200: z.object({ guestId: GuestId }) },
      },
      config: { authz: "anyone", limit: "signIn" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const visitId = deps.openVisit(request, reply);
      const refusalDue = wait(REFUSAL_MS);
      const guest = await redeemRecoveryCode(deps, eventId, request.body, visitId).catch(async (error: unknown) => {
        await refusalDue;
        throw error;
      });
      await grantGuest(deps.db, visitId, { eventId, ...guest, region: readerRegion(request.headers) });
      return { guestId: guest.guestId };
    },
  );
}
