import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { EventId } from "@turnout/contract/ids";
import { NotificationList, ReadNotifications, SeenNotifications, UnreadCount } from "@turnout/contract/notifications";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import { countUnread, markRead, markSeen, notificationsOf } from "./notification-list.ts";

const tags = ["notifications"];

interface NotificationDeps extends Pick<Deps, "db" | "now" | "access" | "identityOf"> {
  /** Tells other open pages of these accounts. */
  tellAccounts(accountIds: string[]): void;
}

/** Routes for an account's own notifications. */
export function notificationRoutes(server: FastifyInstance, { db, now, access, identityOf, tellAccounts }: NotificationDeps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userIdOf = async (request: FastifyRequest) => ((await identityOf(request)).user ?? refuse("sign_in_required")).id;

  routes.get(
    "/api/notifications",
    {
      schema: {
        operationId: "listNotifications",
        summary: "The account's newest notifications",
        tags,
        response: { 200: NotificationList },
      },
      config: { authz: "account", limit: "read" },
    },
    async (request) => ({ notifications: await notificationsOf(db, await userIdOf(request)) }),
  );

  routes.get(
    "/api/notifications/unread",
    {
      schema: {
        operationId: "countUnreadNotifications",
        summary: "How many of the account's notifications are unread",
        tags,
        response: { 200: UnreadCount },
      },
      config: { authz: "account", limit: "read" },
    },
    async (request) => ({ unread: await countUnread(db, await userIdOf(request)) }),
  );

  routes.post(
    "/api/notifications/read",
    {
      schema: {
        operationId: "readNotifications",
        summary: "Marks notifications of the account as read, on all its devices",
        tags,
        body: ReadNotifications,
        response: { 200: UnreadCount },
      },
      config: { authz: "account", limit: "command" },
    },
    async (request) => {
      const userId = await userIdOf(request);
      if (await markRead(db, userId, request.body, now())) tellAccounts([userId]);
      return { unread: await countUnread(db, userId) };
    },
  );

  routes.post(
    "/api/events/:eventId/notifications/seen",
    {
      schema: {
        operationId: "seeNotifications",
        summary: "Marks as read what a guest without an account has seen on the event's page",
        tags,
        params: z.object({ eventId: EventId }),
        response: { 200: SeenNotifications },
      },
      config: { authz: "admitted", limit: "read" },
    },
    async (request) => {
      const { class: role, guestId } = await access.viewerAt(request, request.params.eventId);
      if (role === "host") return { seen: 0 };
      if (guestId === null) refuse("not_allowed");
      return { seen: await markSeen(db, guestId, now()) };
    },
  );
}
