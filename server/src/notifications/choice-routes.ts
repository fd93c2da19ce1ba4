import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { EventId } from "@turnout/contract/ids";
import { Choose, emailedKinds, EventNotificationChoices, NotificationChoices } from "@turnout/contract/notification-choices";
import { QuietHoursSetting } from "@turnout/contract/quiet-hours";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { z } from "zod";
import type { Columns } from "../db/row-types.ts";
import { eventRow } from "../events/queries.ts";
import type { Deps } from "../http/deps.ts";
import type { Enqueue } from "../mail/outbox.ts";
import { addressHash, ALL_DIGESTS, eventScope, isSuppressed, routineScope, unsuppress } from "../mail/suppression.ts";
import { choicesOf, choose, forgetEmailChoices, type Chooser } from "./choices.ts";
import { quietHoursOf, setQuietHours } from "./quiet-hours.ts";

const tags = ["notifications"];

/**
 * What holds at one event. `unsubscribed`: the guest gets none of its emails, or by `routine` only that time or place changed and that it
 * was cancelled. There is nothing to choose about emails then, and `emails` is empty.
 */
const ChoicesAtEvent = EventNotificationChoices.extend({ unsubscribed: z.enum(["all", "routine"]).optional() });
type ChoicesAtEvent = z.infer<typeof ChoicesAtEvent>;

interface ChoiceDeps extends Pick<Deps, "db" | "secret" | "access" | "identityOf"> {
  enqueue: Enqueue;
  /** Tells other open pages of these accounts. */
  tellAccounts(accountIds: string[]): void;
}

/** Routes by which people choose what they are notified of, and how: an account for all its events, hosts and guests for one. */
export function choiceRoutes(server: FastifyInstance, deps: ChoiceDeps) {
  routesForAll(server, deps);
  routesForOne(server, deps);
  quietRoutes(server, deps);
}

function routesForAll(server: FastifyInstance, deps: ChoiceDeps) {
  const { identityOf, tellAccounts } = deps;
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
    async (request) => knownChoices(deps, await chooserOf(request)),
  );

  routes.put(
    "/api/notification-choices",
    {
      schema: {
        operationId: "chooseNotification",
        summary: "Chooses whether a channel brings the account one kind of notification",
        tags,
        body: Choose,
        response: { 200: NotificationChoices },
      },
      config: { authz: "account", limit: "command" },
    },
    async (request) => {
      const chooser = await chooserOf(request);
      await keepChoice(deps, chooser, request.body);
      tellAccounts([chooser.userId]);
      return knownChoices(deps, chooser);
    },
  );
}

/** What holds for somebody. Whoever has unsubscribed by an email gets none, whatever they chose before. */
async function knownChoices({ db, secret }: ChoiceDeps, chooser: Chooser): Promise<NotificationChoices> {
  const known = await choicesOf(db, chooser);
  const email = await addressOf(db, chooser);
  const isUnsubscribed = email !== null && (await isSuppressed(db, secret, email, [ALL_DIGESTS]));
  return isUnsubscribed ? { ...known, emails: known.emails.map((one) => ({ ...one, pace: "off" as const })) } : known;
}

/** Whoever chooses to be emailed has taken back that they unsubscribed: of everything else they chose before there is still nothing. */
async function keepChoice({ db, secret }: ChoiceDeps, chooser: Chooser, choice: Choose): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const email = "pace" in choice && choice.pace !== "off" ? await addressOf(tx, chooser) : null;
    if (email !== null && (await isSuppressed(tx, secret, email, [ALL_DIGESTS]))) {
      await unsuppress(tx, addressHash(secret, email), [ALL_DIGESTS]);
      const account = { role: "account", userId: chooser.userId!, eventId: null } as const;
      await forgetEmailChoices(tx, account.userId);
      for (const kind of emailedKinds) await choose(tx, account, { kind, channel: "email", pace: "off" });
    }
    await choose(tx, chooser, choice);
  });
}

/** An account's address. Null: somebody without one. */
async function addressOf(db: Parameters<typeof choicesOf>[0], { userId }: Chooser): Promise<string | null> {
  if (userId === null) return null;
  const found = await sql<Columns<"users", "email">>`select email from users where id = ${userId}`.execute(db);
  return found.rows[0]?.email ?? null;
}

function quietRoutes(server: FastifyInstance, { db, enqueue, identityOf }: ChoiceDeps) {
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
      await setQuietHours({ db, enqueue, now: () => new Date() }, userId, request.body.quietHours);
      return { quietHours: await quietHoursOf(db, userId) };
    },
  );
}

function routesForOne(server: FastifyInstance, deps: ChoiceDeps) {
  const { db, access, tellAccounts } = deps;
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const params = z.object({ eventId: EventId });

  async function chooserAt(request: FastifyRequest, eventId: string): Promise<{ chooser: Chooser; guestEmail: string | null }> {
    const { class: role, userId, guestId } = await access.viewerAt(request, eventId);
    if (role === "host" && userId !== null) return { chooser: { role, userId, eventId }, guestEmail: null };
    if (role !== "guest" || guestId === null) refuse("not_allowed");
    const found = await sql<Columns<"guests", "user_id" | "email">>`select user_id, email from guests where id = ${guestId}`.execute(db);
    const [guest] = found.rows;
    const accountId = guest?.user_id ?? null;
    const guestEmail = guest?.email ?? null;
    if (accountId === null) return { chooser: { role, userId: null, guestId, eventId, hasAddress: guestEmail !== null }, guestEmail };
    if (accountId !== userId) refuse("sign_in_required"); // the account's own choices hold, and whoever has the link changes none of them
    return { chooser: { role, userId, eventId }, guestEmail };
  }

  async function stateFor(request: FastifyRequest, eventId: string): Promise<ChoicesAtEvent> {
    const { chooser, guestEmail } = await chooserAt(request, eventId);
    const event = (await eventRow(db, eventId)) ?? refuse("event_not_found");
    const known = { title: event.title, ...(await knownChoices(deps, chooser)) };
    const unsubscribed = guestEmail === null ? undefined : await unsubscribedFrom(deps, eventId, guestEmail);
    return unsubscribed ? { ...known, emails: [], unsubscribed } : known;
  }

  routes.get(
    "/api/events/:eventId/notification-choices",
    {
      schema: {
        operationId: "getEventNotificationChoices",
        summary: "Which notifications of an event its host or guest wants, by which channel",
        tags,
        params,
        response: { 200: ChoicesAtEvent },
      },
      config: { authz: "admitted", limit: "read" },
    },
    (request) => stateFor(request, request.params.eventId),
  );

  routes.put(
    "/api/events/:eventId/notification-choices",
    {
      schema: {
        operationId: "chooseEventNotification",
        summary: "Chooses whether a channel brings one kind of notification of an event",
        tags,
        params,
        body: Choose,
        response: { 200: ChoicesAtEvent },
      },
      config: { authz: "admitted", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { chooser } = await chooserAt(request, eventId);
      await keepChoice(deps, chooser, request.body);
      if (chooser.userId !== null) tellAccounts([chooser.userId]);
      return stateFor(request, eventId);
    },
  );
}

/** From which of an event's emails a guest's address has unsubscribed; undefined: from none. */
async function unsubscribedFrom({ db, secret }: ChoiceDeps, eventId: string, email: string): Promise<ChoicesAtEvent["unsubscribed"]> {
  if (await isSuppressed(db, secret, email, [eventScope(eventId)])) return "all";
  return (await isSuppressed(db, secret, email, [routineScope(eventId)])) ? "routine" : undefined;
}
