import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { NotificationList, ReadNotifications, UnreadCount } from "@turnout/contract/notifications";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { countUnread, markRead, notificationsOf } from "./notification-list.ts";

const tags = ["notifications"];

interface NotificationDeps extends Pick<Deps, "db" | "now" | "identityOf"> {
  /** Tells other open pages of these accounts. */
  tellAccounts(accountIds: string[]): void;
}

/** Routes for an account's own notifications. */
export function notificationRoutes(server: FastifyInstance, { db, now, identityOf, tellAccounts }: NotificationDeps) {
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
}
