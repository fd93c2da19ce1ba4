import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { EventId } from "@turnout/contract/ids";
import { ChooseNotification, EventNotificationChoices, NotificationChoices } from "@turnout/contract/notification-choices";
import { QuietHoursSetting } from "@turnout/contract/quiet-hours";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { z } from "zod";
import type { Columns } from "../db/row-types.ts";
import { eventRow } from "../events/queries.ts";
import type { Deps } from "../http/deps.ts";
import { choicesOf, choose, type Chooser } from "./choices.ts";
import { quietHoursOf, setQuietHours } from "./quiet-hours.ts";

const tags = ["notifications"];

interface ChoiceDeps extends Pick<Deps, "db" | "access" | "identityOf"> {
  /** Tells other open pages of these accounts. */
  tellAccounts(accountIds: string[]): void;
}

/** Routes by which people choose what they are notified of, and how: an account for all its events, hosts and guests for one. */
export function choiceRoutes(server: FastifyInstance, deps: ChoiceDeps) {
  routesForAll(server, deps);
  routesForOne(server, deps);
  quietRoutes(server, deps);
}

function routesForAll(server: FastifyInstance, { db, identityOf, tellAccounts }: ChoiceDeps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  async function chooserOf(request: FastifyRequest) {
    const { id } = (await identityOf(request)).user ?? refuse("sign_in_required");
    return { role: "account", userId: id, eventId: null } as const;
  }

  routes.get(
    "/api/notification-choices",
    {
      schema: {
        operationId: "getNotificationChoices",
        summary: "Which notifications the account wants, by which channel",
        tags,
        response: { 200: NotificationChoices },
      },
      config: { authz: "account", limit: "read" },
    },
    async (request) => ({ choices: await choicesOf(db, await chooserOf(request)) }),
  );

  routes.put(
    "/api/notification-choices",
    {
      schema: {
        operationId: "chooseNotification",
        summary: "Chooses whether a channel brings the account one kind of notification",
        tags,
        body: ChooseNotification,
        response: { 200: NotificationChoices },
      },
      config: { authz: "account", limit: "command" },
    },
    async (request) => {
      const chooser = await chooserOf(request);
      await choose(db, chooser, request.body);
      tellAccounts([chooser.userId]);
      return { choices: await choicesOf(db, chooser) };
    },
  );
}

function quietRoutes(server: FastifyInstance, { db, identityOf }: ChoiceDeps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userIdOf = async (request: FastifyRequest) => ((await identityOf(request)).user ?? refuse("sign_in_required")).id;

  routes.get(
    "/api/quiet-hours",
    {
      schema: {
        operationId: "getQuietHours",
        summary: "When the account's devices are left alone",
        tags,
        response: { 200: QuietHoursSetting },
      },
      config: { authz: "account", limit: "read" },
    },
    async (request) => ({ quietHours: await quietHoursOf(db, await userIdOf(request)) }),
  );

  routes.put(
    "/api/quiet-hours",
    {
      schema: {
        operationId: "setQuietHours",
        summary: "Sets when the account's devices are left alone",
        tags,
        body: QuietHoursSetting,
        response: { 200: QuietHoursSetting },
      },
      config: { authz: "account", limit: "command" },
    },
    async (request) => {
      const userId = await userIdOf(request);
      await setQuietHours(db, userId, request.body.quietHours);
      return { quietHours: await quietHoursOf(db, userId) };
    },
  );
}

function routesForOne(server: FastifyInstance, { db, access, tellAccounts }: ChoiceDeps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const params = z.object({ eventId: EventId });

  async function chooserAt(request: FastifyRequest, eventId: string): Promise<Chooser> {
    const { class: role, userId, guestId } = await access.viewerAt(request, eventId);
    if (role === "host" && userId !== null) return { role, userId, eventId };
    if (role !== "guest" || guestId === null) refuse("not_allowed");
    const found = await sql<Columns<"guests", "user_id">>`select user_id from guests where id = ${guestId}`.execute(db);
    const accountId = found.rows[0]?.user_id ?? null;
    if (accountId === null) return { role, userId: null, guestId, eventId };
    if (accountId !== userId) refuse("sign_in_required"); // the account's own choices hold, and whoever has the link changes none of them
    return { role, userId, eventId };
  }

  async function stateOf(chooser: Chooser, eventId: string): Promise<EventNotificationChoices> {
    const event = (await eventRow(db, eventId)) ?? refuse("event_not_found");
    return { title: event.title, choices: await choicesOf(db, chooser) };
  }

  routes.get(
    "/api/events/:eventId/notification-choices",
    {
      schema: {
        operationId: "getEventNotificationChoices",
        summary: "Which notifications of an event its host or guest wants, by which channel",
        tags,
        params,
        response: { 200: EventNotificationChoices },
      },
      config: { authz: "admitted", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      return stateOf(await chooserAt(request, eventId), eventId);
    },
  );

  routes.put(
    "/api/events/:eventId/notification-choices",
    {
      schema: {
        operationId: "chooseEventNotification",
        summary: "Chooses whether a channel brings one kind of notification of an event",
        tags,
        params,
        body: ChooseNotification,
        response: { 200: EventNotificationChoices },
      },
      config: { authz: "admitted", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const chooser = await chooserAt(request, eventId);
      await choose(db, chooser, request.body);
      if (chooser.userId !== null) tellAccounts([chooser.userId]);
      return stateOf(chooser, eventId);
    },
  );
}
