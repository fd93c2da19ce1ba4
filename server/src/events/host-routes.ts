import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { EmailAddress } from "@turnout/contract/email-address";
import { EventDetails, EventHost, WhenAndWhere } from "@turnout/contract/events";
import { CommandId, EventId } from "@turnout/contract/ids";
import { HeldBy } from "@turnout/contract/invitations";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Deps } from "../http/deps.ts";
import { addHost } from "./commands.ts";
import { findHostInvitation, hostInvitationOf, inviteHost, openHostInvitations, revokeHostInvitation } from "./host-invitations.ts";
import { presentDetailsFor, whenAndWhereOf } from "./present.ts";
import { eventRow, hostsOf } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });
const Token = z.string().min(20).max(100);
const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  mail: z.enum(["queued", "sent", "failed"]).nullable(),
  held: z.object({ by: HeldBy, until: z.iso.datetime() }).nullable(),
});
const Hosts = z.object({ hosts: z.array(EventHost), invitations: z.array(Invitation) });
/** What an invited host sees before accepting: of the event no more than the email shows. */
const HostInvitation = WhenAndWhere.extend({
  ...EventDetails.pick({ title: true, cover: true }).shape,
  eventId: EventId,
  host: z.string(),
  email: z.string(),
});

export interface HostMail {
  /** Queues the email with the token, in the same transaction. */
  mailHostInvitation(
    tx: Transaction<Database>,
    mail: { invitationId: string; eventId: string; email: string; token: string },
  ): Promise<void>;
}

/** Routes of an event's hosts and invitations to host. */
export function hostRoutes(server: FastifyInstance, deps: Deps, mail: HostMail) {
  hostListRoute(server, deps);
  hostInvitationRoutes(server, deps, mail);
  invitedHostRoutes(server, deps);
}

function hostListRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.get(
    "/api/events/:eventId/hosts",
    {
      schema: { operationId: "listHosts", tags: ["hosts"], params: EventParams, response: { 200: Hosts } },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      const hosts = (await hostsOf(deps.db, eventId)).map(({ id, name }) => ({ userId: id, name }));
      return { hosts, invitations: await openHostInvitations(deps.db, eventId) };
    },
  );
}

/** For hosts who invite. */
function hostInvitationRoutes(server: FastifyInstance, deps: Deps, mail: HostMail) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.post(
    "/api/events/:eventId/host-invitations",
    {
      schema: {
        operationId: "inviteHost",
        tags: ["hosts"],
        params: EventParams,
        body: z.strictObject({ email: EmailAddress }),
        response: { 200: z.object({ id: z.uuid() }) },
      },
      config: { authz: "host", limit: "mail" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { email } = request.body;
      const { userId } = await access.hostAt(request, eventId);
      return deps.db.transaction().execute(async (tx) => {
        const { id, token } = await inviteHost(tx, { eventId, email, createdBy: userId ?? refuse("sign_in_required") });
        await mail.mailHostInvitation(tx, { invitationId: id, eventId, email, token });
        return { id };
      });
    },
  );

  routes.delete(
    "/api/events/:eventId/host-invitations/:id",
    {
      schema: {
        operationId: "revokeHostInvitation",
        tags: ["hosts"],
        params: EventParams.extend({ id: z.uuid() }),
        response: { 200: z.object({}) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      await access.hostAt(request, request.params.eventId);
      await revokeHostInvitation(deps.db, request.params.eventId, request.params.id);
      return {};
    },
  );
}

/** For those who are invited: the token is their permission. */
function invitedHostRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/host-invitations/:token",
    {
      schema: {
        operationId: "getHostInvitation",
        tags: ["hosts"],
        params: z.object({ token: Token }),
        response: { 200: HostInvitation },
      },
      config: { authz: "anyone", limit: "link" },
    },
    async (request) => {
      const { eventId, host, email } = await findHostInvitation(deps.db, request.params.token);
      const event = (await eventRow(deps.db, eventId)) ?? refuse("link_invalid");
      const details = presentDetailsFor("public", event);
      return { eventId, title: details.title, cover: details.cover, ...whenAndWhereOf(details), host, email };
    },
  );

  routes.post(
    "/api/host-invitations/:token/acceptance",
    {
      schema: {
        operationId: "acceptHostInvitation",
        tags: ["hosts"],
        params: z.object({ token: Token }),
        body: z.strictObject({ commandId: CommandId }),
        response: { 200: Committed.extend({ eventId: EventId }) },
      },
      config: { authz: "account", limit: "link" },
    },
    async (request) => {
      const { user } = await deps.identityOf(request);
      if (!user) refuse("sign_in_required");
      const { id: invitationId, eventId } = await hostInvitationOf(deps.db, request.params.token);
      const { seq, commandId } = await deps.perform(request, eventId, addHost, { ...request.body, invitationId });
      return { seq, commandId, eventId };
    },
  );
}
