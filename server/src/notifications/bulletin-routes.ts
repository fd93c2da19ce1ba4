import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import {
  AudienceCount,
  BULLETINS_A_DAY,
  BulletinQueued,
  BulletinRecipients,
  Bulletins,
  CountAudience,
  NudgeGuests,
  SendBulletin,
  TryBulletin,
  WithdrawBulletin,
  type Bulletin,
  type BulletinPart,
} from "@turnout/contract/bulletins";
import type { BulletinKind } from "@turnout/contract/bulletin-kind";
import { Standing } from "@turnout/contract/guests";
import { EventId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Outer, Renamed } from "../db/row-types.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import type { Deps } from "../http/deps.ts";
import type { BulletinRow } from "../invitations/bulletins-table.ts";
import { bulletinsToday, nudgeGuests, nudgeLimits, sendBulletin, withdrawBulletin } from "../invitations/bulletins.ts";
import type { QueueMail } from "../mail/outbox.ts";
import { isFor, isWithoutEmail, peopleBy } from "./bulletin-audience.ts";
import { bulletinRecipients } from "./bulletin-jobs.ts";

const EventParams = z.object({ eventId: EventId });

/** Routes of what hosts write to guests. */
export function bulletinRoutes(server: FastifyInstance, deps: Deps, queueMail: QueueMail) {
  commandRoutes(server, deps);
  tryRoute(server, deps, queueMail);
  audienceRoutes(server, deps);
  const routes = server.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/events/:eventId/bulletins",
    {
      schema: {
        operationId: "listBulletins",
        summary: "What hosts wrote to guests, and whom they can write to",
        tags: ["bulletins"],
        params: EventParams,
        response: { 200: Bulletins },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return listBulletins(deps.db, eventId, deps.now());
    },
  );
}

function commandRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const config = { authz: "host", limit: "command" } as const;
  routes.post(
    "/api/events/:eventId/bulletins",
    {
      schema: {
        operationId: "sendBulletin",
        tags: ["bulletins"],
        params: EventParams,
        body: SendBulletin,
        response: { 200: BulletinQueued },
      },
      config,
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, sendBulletin, request.body);
      return { ...committed, ...result };
    },
  );
  routes.post(
    "/api/events/:eventId/nudges",
    {
      schema: {
        operationId: "nudgeGuests",
        tags: ["bulletins"],
        params: EventParams,
        body: NudgeGuests,
        response: { 200: BulletinQueued },
      },
      config,
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, nudgeGuests, request.body);
      return { ...committed, ...result };
    },
  );
  routes.delete(
    "/api/events/:eventId/bulletins/:bulletinId",
    {
      schema: {
        operationId: "withdrawBulletin",
        tags: ["bulletins"],
        params: EventParams.extend({ bulletinId: z.uuid() }),
        querystring: WithdrawBulletin,
        response: { 200: Committed },
      },
      config,
    },
    (request) => {
      const { eventId, bulletinId } = request.params;
      return deps.perform(request, eventId, withdrawBulletin, { ...request.query, bulletinId });
    },
  );
}

/** Whom one would reach, and whom one went to. */
function audienceRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const config = { authz: "host", limit: "read" } as const;
  routes.post(
    "/api/events/:eventId/bulletin-audience",
    {
      schema: {
        operationId: "countAudience",
        summary: "How many people an email to a part of the guests would reach now",
        tags: ["bulletins"],
        params: EventParams,
        body: CountAudience,
        response: { 200: AudienceCount },
      },
      config,
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      const { part } = request.body;
      const event = (await eventRow(deps.db, eventId)) ?? refuse("event_not_found");
      return audienceOf(deps.db, eventId, { part, day: dayOf(event), now: deps.now() });
    },
  );
  routes.get(
    "/api/events/:eventId/bulletins/:bulletinId/recipients",
    {
      schema: {
        operationId: "listBulletinRecipients",
        summary: "What became of the email to each guest",
        tags: ["bulletins"],
        params: EventParams.extend({ bulletinId: z.uuid() }),
        response: { 200: BulletinRecipients },
      },
      config,
    },
    async (request) => {
      const { eventId, bulletinId } = request.params;
      await deps.access.hostAt(request, eventId);
      return bulletinRecipients(deps.db, eventId, bulletinId);
    },
  );
}

async function audienceOf(
  db: Kysely<Database>,
  eventId: string,
  { part, day, now }: { part: BulletinPart | null; day: string | null; now: Date },
): Promise<AudienceCount> {
  const audience = { kind: "words", audience: Standing.options, part, day };
  const [people, withoutEmail] = await Promise.all(
    [isFor, isWithoutEmail].map(async (which) => {
      const counted = await peopleBy(db, which(eventId, audience, now));
      return Object.fromEntries(Standing.options.map((standing) => [standing, counted.get(standing) ?? 0])) as Bulletins["people"];
    }),
  );
  return { people: people!, withoutEmail };
}

/** Sends it to the host who writes it, as a guest would get it. */
function tryRoute(server: FastifyInstance, deps: Deps, queueMail: QueueMail) {
  server.withTypeProvider<ZodTypeProvider>().post(
    "/api/events/:eventId/bulletin-try",
    {
      schema: {
        operationId: "tryBulletin",
        summary: "Send an email to yourself before guests get it",
        tags: ["bulletins"],
        params: EventParams,
        body: TryBulletin,
        response: { 200: z.object({ email: z.string() }) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { commandId, subject, text } = request.body;
      await deps.access.hostAt(request, eventId);
      const { user } = await deps.access.callerAt(request, eventId);
      if (!user) return refuse("sign_in_required");
      const cause = `bulletinTest:${eventId}:${user.id}:${commandId}`;
      await deps.db
        .transaction()
        .execute((tx) =>
          queueMail(tx, { cause, kind: "bulletinTest", recipient: user.email, payload: { eventId, userId: user.id, subject, text } }),
        );
      return { email: user.email };
    },
  );
}

type Row = BulletinRow &
  Columns<"bulletins", "ended_at" | "recipients" | "sent" | "failed" | "skipped"> &
  Outer<Renamed<"users", { author: "name" }>> &
  Computed<"isHosting", "boolean">;

async function listBulletins(db: Kysely<Database>, eventId: string, now: Date): Promise<Bulletins> {
  const event = (await eventRow(db, eventId)) ?? refuse("event_not_found");
  const found = await sql<Row>`
    select bulletins.*, users.name as author,
      exists (select from hosts where hosts.event_id = bulletins.event_id and hosts.id = written_by) as "isHosting"
    from bulletins left join users on users.id = written_by
    where event_id = ${eventId} order by due desc, bulletins.id`.execute(db);
  const silent = await peopleBy(db, isFor(eventId, { kind: "nudge", audience: ["none"], part: null, day: null }, now));
  const { left, notBefore } = nudgeLimits(found.rows);
  return {
    bulletins: found.rows.map((row) => present(row, event.status)),
    ...(await audienceOf(db, eventId, { part: null, day: null, now })),
    leftToday: Math.max(0, BULLETINS_A_DAY - bulletinsToday(found.rows, now)),
    nudge: { people: silent.get("none") ?? 0, notBefore: notBefore && notBefore > now ? notBefore.toISOString() : null, left },
  };
}

function present(row: Row, status: string): Bulletin {
  const { id, kind, subject, text, audience, part, author, due, recipients, sent, failed, skipped } = row;
  return {
    bulletinId: id,
    kind: kind as BulletinKind,
    subject,
    text,
    to: audience,
    ...(part && { part }),
    by: author ?? "",
    due: due.toISOString(),
    state: stateOf(row, status),
    recipients,
    sent,
    failed,
    skipped,
  };
}

function stateOf(
  { isHosting, withdrawn_at, begun_at, ended_at, recipients, sent, failed, skipped }: Row,
  status: string,
): Bulletin["state"] {
  if (withdrawn_at) return "withdrawn";
  if (!begun_at) return status === "published" && isHosting ? "scheduled" : "dropped";
  return ended_at && sent + failed + skipped >= recipients ? "sent" : "sending";
}
