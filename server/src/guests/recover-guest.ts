import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { eventRow } from "../events/queries.ts";
import { clientAddress, widestNetwork } from "../http/client-network.ts";
import type { Deps } from "../http/deps.ts";
import { readerPreferences } from "../http/reader-locale.ts";
import { redeemRecoveryCode, sendRecoveryCode } from "./recovery.ts";
import { grantGuest } from "./visits.ts";

/** Time until a wrong code is refused (ms): longer than counting the attempt takes, so that timing reveals no code. */
export const REFUSAL_MS = 500;

export interface RecoveryMail {
  mailRecoveryCode(
    tx: Transaction<Database>,
    mail: { codeId: string; eventId: string; guestId: string; email: string; code: string },
  ): Promise<void>;
}

/** The request of somebody without their link, and the reply that sets the visit's cookie. */
interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What somebody without their link can ask for: by the API, and by the form that works before any script has run. */
export interface GuestRecovery {
  /** Emails a code to every guest with this address. Returns the same, after the same time, whether or not there is one. */
  sendCode(exchange: Exchange, eventId: string, email: string): Promise<void>;
  /** Makes this browser the guest whose code it is. Refuses with `code_invalid`. */
  redeemCode(exchange: Exchange, eventId: string, claim: { email: string; code: string }): Promise<{ guestId: string }>;
}

/** The server waits for emails that are being queued before it ends. */
export function createGuestRecovery(
  server: FastifyInstance,
  deps: Deps,
  { trustedHops, ...mail }: RecoveryMail & { trustedHops: number },
): GuestRecovery {
  const sending = new Set<Promise<void>>();
  server.addHook("onClose", () => Promise.allSettled(sending));

  return {
    async sendCode({ request, reply }, eventId, email) {
      const send = { db: deps.db, secret: deps.secret, mailCode: mail.mailRecoveryCode };
      const visitId = deps.openVisit(request, reply);
      const network = widestNetwork(clientAddress(request.raw, trustedHops));
      await eventRow(deps.db, eventId); // fails when the database is down
      // Not awaited, so that the reply takes the same time for an address on the list as for any other.
      const sent: Promise<void> = sendRecoveryCode(send, eventId, email, { visitId, network })
        .catch((error: unknown) => request.log.error({ error }, "no recovery code was sent"))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },

    async redeemCode({ request, reply }, eventId, claim) {
      const visitId = deps.openVisit(request, reply);
      const refusalDue = wait(REFUSAL_MS);
      const guest = await redeemRecoveryCode(deps, eventId, claim, visitId).catch(async (error: unknown) => {
        await refusalDue;
        throw error;
      });
      await grantGuest(deps.db, visitId, { eventId, ...guest, ...readerPreferences(request.headers) });
      return { guestId: guest.guestId };
    },
  };
}
