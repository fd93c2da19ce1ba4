import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { ReadmitGuest, Standing } from "@turnout/contract/guests";
import { CommandId, EventId, GuestId } from "@turnout/contract/ids";
import { InviteGuests, MakePersonalLink, ResendInvitation, RevokeInvitation } from "@turnout/contract/invitations";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import { rememberRegion } from "../accounts/remember-region.ts";
import { eventRow } from "../events/queries.ts";
import { identitiesOf } from "../guests/queries.ts";
import { shareToken } from "../guests/share-link.ts";
import type { Deps } from "../http/deps.ts";
import { readerRegion } from "../http/reader-locale.ts";
import { bulkInvitationRoutes } from "./bulk-routes.ts";
import { announceLink, inviteGuests, readmitGuest, resendInvitation, revokeInvitation } from "./commands.ts";
import { makePersonalLink } from "./personal-links.ts";

const EventParams = z.object({ eventId: EventId });
const GuestParams = EventParams.extend({ guestId: GuestId });
/** `knownIds` were on the list already; results of earlier versions' commands lack them. */
const Invited = Committed.extend({ added: z.int(), known: z.int(), knownIds: z.array(GuestId).optional() });

/** Routes of invitations and personal links. */
export function invitationRoutes(server: FastifyInstance, deps: Deps) {
  invitingRoutes(server, deps);
  sentInvitationRoutes(server, deps);
  linkRoutes(server, deps);
  bulkInvitationRoutes(server, deps);
}

function invitingRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.post(
    "/api/events/:eventId/invitations",
    {
      schema: { operationId: "inviteGuests", tags: ["invitations"], params: EventParams, body: InviteGuests, response: { 200: Invited } },
      config: { authz: "host", limit: "invite" },
    },
    async (request) => {
      const { eventId } = request.params;
      const caller = await access.callerAt(request, eventId);
      await rememberRegion(deps.db, caller.user?.id, readerRegion(request.headers));
      const { result, ...committed } = await deps.changeEvent(eventId, inviteGuests, request.body, caller);
      return { ...committed, ...result };
    },
  );

  routes.post(
    "/api/events/:eventId/guests/:guestId/readmission",
    {
      schema: {
        operationId: "readmitGuest",
        summary: "Let in again somebody who was removed",
        tags: ["invitations"],
        params: GuestParams,
        body: ReadmitGuest,
        response: { 200: Committed.extend({ standing: Standing }) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      await access.hostAt(request, eventId);
      const input = { ...request.body, guestId, ...(await identitiesOf(deps.db, eventId, guestId)) };
      const { result, ...committed } = await deps.perform(request, eventId, readmitGuest, input);
      return { ...committed, ...result };
    },
  );
}

function sentInvitationRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/guests/:guestId/invitation",
    {
      schema: {
        operationId: "resendInvitation",
        tags: ["invitations"],
        params: GuestParams,
        body: ResendInvitation,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "invite" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, resendInvitation, { ...request.body, guestId });
    },
  );

  routes.delete(
    "/api/events/:eventId/guests/:guestId/invitation",
    {
      schema: {
        operationId: "revokeInvitation",
        tags: ["invitations"],
        params: GuestParams,
        querystring: z.object({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      const input = { ...RevokeInvitation.parse(request.query), guestId };
      return deps.perform(request, eventId, revokeInvitation, input);
    },
  );
}

function linkRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.post(
    "/api/events/:eventId/guests/:guestId/link",
    {
      schema: {
        operationId: "makePersonalLink",
        summary: "A fresh personal link to hand over by other means than mail",
        tags: ["invitations"],
        params: GuestParams,
        body: MakePersonalLink,
        response: { 200: z.object({ url: z.url() }) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      const { userId } = await access.hostAt(request, eventId);
      await deps.perform(request, eventId, announceLink, { ...request.body, guestId });
      const token = (await makePersonalLink(deps.db, eventId, guestId, undefined, userId)) ?? refuse("guest_not_found");
      return { url: `${deps.publicUrl}/i/${token}` };
    },
  );

  routes.get(
    "/api/events/:eventId/share-link",
    {
      schema: { operationId: "getShareLink", tags: ["invitations"], params: EventParams, response: { 200: z.object({ url: z.url() }) } },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      const event = (await eventRow(deps.db, eventId)) ?? refuse("event_not_found");
      return { url: `${deps.publicUrl}/j/${shareToken(deps.secret, eventId, event.share_version)}` };
    },
  );
}
