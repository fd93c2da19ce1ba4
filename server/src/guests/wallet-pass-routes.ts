import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import { eventRow } from "../events/queries.ts";
import type { Deps } from "../http/deps.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { PASS_TYPE } from "../wallet/pass.ts";
import { isInForce } from "../wallet/pass-signer.ts";
import { doorCodeUrl, doorKeyOf } from "./door-keys.ts";
import { guestRow } from "./find-by-door-code.ts";
import { passOf } from "./wallet-pass.ts";

/** Whether guests are offered passes: the certificate may end while the process runs. */
export const offersPasses = ({ wallet, now }: Pick<Deps, "wallet" | "now">): boolean => wallet !== null && isInForce(wallet, now());

/** The route by which a guest adds their code to a wallet. */
export function walletPassRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/wallet-pass",
    {
      schema: {
        operationId: "getWalletPass",
        summary: "This guest's code for the door as a pass for Apple Wallet; not found where the operator has no certificate for that",
        tags: ["door"],
        params: z.object({ eventId: EventId }),
        produces: [PASS_TYPE],
      },
      config: { authz: "admitted", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const viewer = await deps.access.viewerAt(request, eventId);
      if (viewer.class === "public") refuse("not_allowed");
      const guest = viewer.guestId && (await guestRow(deps.db, eventId, viewer.guestId));
      const event = await eventRow(deps.db, eventId);
      if (!event || !guest || guest.standing !== "going" || !deps.wallet || !offersPasses(deps)) refuse("pass_not_found");
      const key = await doorKeyOf(deps.db, eventId);
      const pass = passOf(event, guest, doorCodeUrl(deps.publicUrl, key.codeOf(guest)), new URL(deps.publicUrl).hostname);
      // What it takes is loaded by whoever makes passes.
      const { makePassFile } = await import("../wallet/pass-file.ts");
      const file = await makePassFile(pass, readerLocale(request.headers), deps.wallet, deps.now());
      return reply.type(PASS_TYPE).header("content-disposition", 'attachment; filename="door.pkpass"').send(file);
    },
  );
}
